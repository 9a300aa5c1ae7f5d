import type { Point, Rect } from './types.ts';

/** One straight piece of a flow: `horizontal` at y = `at` or vertical at x = `at`, from `from` to `to` (from ≤ to). */
export interface Segment {
  horizontal: boolean;
  at: number;
  from: number;
  to: number;
}

const EPS = 0.6;

/** Drops repeated points and points in the middle of a straight line; the ends stay. */
export function simplify(points: Point[]): Point[] {
  const out: Point[] = [];
  for (const p of points) {
    const last = out.at(-1);
    if (last && Math.abs(last.x - p.x) < EPS && Math.abs(last.y - p.y) < EPS) continue;
    const before = out.at(-2);
    if (last && before && collinear(before, last, p)) out.pop();
    out.push(p);
  }
  return out;
}

function collinear(a: Point, b: Point, c: Point): boolean {
  const flat = Math.abs(a.y - b.y) < EPS && Math.abs(b.y - c.y) < EPS;
  const upright = Math.abs(a.x - b.x) < EPS && Math.abs(b.x - c.x) < EPS;
  return flat || upright;
}

/** The straight pieces of an orthogonal line; slanted pieces are left out (they are counted elsewhere). */
export function segments(points: Point[]): Segment[] {
  const out: Segment[] = [];
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1]!;
    const b = points[i]!;
    if (Math.abs(a.y - b.y) < EPS)
      out.push({ horizontal: true, at: a.y, from: Math.min(a.x, b.x), to: Math.max(a.x, b.x) });
    else if (Math.abs(a.x - b.x) < EPS)
      out.push({ horizontal: false, at: a.x, from: Math.min(a.y, b.y), to: Math.max(a.y, b.y) });
  }
  return out;
}

/** Whether two boxes share an area, after both were moved apart by `gap`. */
export function overlap(a: Rect, b: Rect, gap = 0): boolean {
  return (
    a.x < b.x + b.width + gap &&
    b.x < a.x + a.width + gap &&
    a.y < b.y + b.height + gap &&
    b.y < a.y + a.height + gap
  );
}

/** Whether `outer` holds all of `inner`. */
export function contains(outer: Rect, inner: Rect): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

/** Whether a straight piece runs through the inside of a box that was widened by `grow` on all sides. */
export function hits(s: Segment, r: Rect, grow = 0): boolean {
  const [low, high, near, far] = s.horizontal
    ? [r.y, r.y + r.height, r.x, r.x + r.width]
    : [r.x, r.x + r.width, r.y, r.y + r.height];
  return s.at > low - grow && s.at < high + grow && s.to > near - grow && s.from < far + grow;
}

/** Where two perpendicular pieces cross in their insides, or null; ends nearer than `margin` do not count. */
export function crossing(a: Segment, b: Segment, margin = 0.5): Point | null {
  if (a.horizontal === b.horizontal) return null;
  if (b.at < a.from + margin || b.at > a.to - margin) return null;
  if (a.at < b.from + margin || a.at > b.to - margin) return null;
  return a.horizontal ? { x: b.at, y: a.at } : { x: a.at, y: b.at };
}

/** Length of the stretch on which two parallel pieces run nearer than `near` beside each other. */
export function shared(a: Segment, b: Segment, near: number): number {
  if (a.horizontal !== b.horizontal || Math.abs(a.at - b.at) >= near) return 0;
  return Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));
}

/** Length of a line. */
export function lengthOf(points: Point[]): number {
  return segments(points).reduce((sum, s) => sum + s.to - s.from, 0);
}

/** The smallest box around boxes and lines; null when there is nothing. */
export function boundsOf(rects: Iterable<Rect>, lines: Iterable<Point[]> = []): Rect | null {
  let [x1, y1, x2, y2] = [Infinity, Infinity, -Infinity, -Infinity];
  const take = (x: number, y: number): void => {
    [x1, y1, x2, y2] = [Math.min(x1, x), Math.min(y1, y), Math.max(x2, x), Math.max(y2, y)];
  };
  for (const r of rects) {
    take(r.x, r.y);
    take(r.x + r.width, r.y + r.height);
  }
  for (const line of lines) for (const p of line) take(p.x, p.y);
  return x1 > x2 ? null : { x: x1, y: y1, width: x2 - x1, height: y2 - y1 };
}

/** The same box, moved. */
export function moved(r: Rect, dx: number, dy: number): Rect {
  return { ...r, x: r.x + dx, y: r.y + dy };
}

/** The same line, moved. */
export function movedLine(points: Point[], dx: number, dy: number): Point[] {
  return points.map((p) => ({ x: p.x + dx, y: p.y + dy }));
}
