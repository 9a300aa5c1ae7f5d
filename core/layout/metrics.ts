import {
  contains,
  crossing,
  hits,
  lengthOf,
  overlap,
  segments,
  shared,
  simplify,
  type Segment,
} from './geometry.ts';
import { touches } from './router/evaluate.ts';
import type { LayoutMetrics, Point, Rect } from './types.ts';

/** A finished picture, from diagram interchange or from a try: what the eye sees. */
export interface Picture {
  /** `host` = the activity a boundary event sits on. */
  shapes: { id: string; rect: Rect; host?: string }[];
  /** Frames of sections: they hold shapes, must not cut them. */
  frames: { id: string; rect: Rect }[];
  labels: { id: string; rect: Rect }[];
  flows: { id: string; source: string; target: string; points: Point[] }[];
  /** Flow ids on the main paths of all scopes. */
  main: Set<string>;
}

type Line = Picture['flows'][number] & { segments: Segment[] };

/** Measures a picture; see LayoutMetrics for the meaning of each number. */
export function measurePicture(picture: Picture): LayoutMetrics {
  const lines = picture.flows.map((f) => ({ ...f, segments: segments(f.points) }));
  const bends = lines.reduce((sum, l) => sum + Math.max(0, simplify(l.points).length - 2), 0);
  const cross = crossings(lines);
  const box = extent(picture);
  const count = Math.max(1, lines.length);
  return {
    shapeOv: shapeOverlaps(picture),
    edgeShape: throughShapes(picture, lines),
    labShape: pairs(picture.labels, picture.shapes, labelOnShape) + framedLabels(picture),
    labEdge: pairs(picture.labels, lines, (label, line) => line.segments.some((s) => hits(s, label.rect))),
    labLab: among(picture.labels, (a, b) => overlap(a.rect, b.rect)),
    lineOn: among(lines, looksLikeOne),
    slant: lines.reduce((sum, l) => sum + l.points.length - 1 - l.segments.length, 0),
    cross,
    crossPerFlow: round(cross / count),
    bends,
    bendsPerFlow: round(bends / count),
    main: mainStraight(picture),
    width: box.width,
    height: box.height,
    rows: rowCount(picture),
    jog: lines.reduce((sum, l) => sum + jogs(l.points), 0),
    elements: picture.shapes.length,
    flows: lines.length,
    length: Math.round(lines.reduce((sum, l) => sum + lengthOf(l.points), 0)),
  };
}

/** Everything a picture must not have at all: overlaps, lines that look like one, slanted lines. */
export const faults = (m: LayoutMetrics): number =>
  m.shapeOv + m.edgeShape + m.labShape + m.labEdge + m.labLab + m.lineOn + m.slant;

/** What is wrong with a picture as one number, to choose between tries. */
export function score(m: LayoutMetrics): number {
  return (
    12 * m.cross +
    1.5 * m.bends +
    m.length / 400 +
    m.height / 25 +
    m.width / 60 +
    Math.max(0, m.width - 1600) / 3 +
    100 * faults(m) +
    3 * m.jog +
    1.5 * (100 - m.main)
  );
}

const round = (n: number): number => Math.round(n * 100) / 100;

const pairs = <A, B>(as: A[], bs: B[], test: (a: A, b: B) => boolean): number =>
  as.reduce((sum, a) => sum + bs.filter((b) => test(a, b)).length, 0);

const among = <A>(list: A[], test: (a: A, b: A) => boolean): number =>
  list.reduce((sum, a, i) => sum + list.slice(i + 1).filter((b) => test(a, b)).length, 0);

type Box = { id: string; rect: Rect; host?: string };

function shapeOverlaps(picture: Picture): number {
  const clash = (a: Box, b: Box): boolean =>
    overlap(a.rect, b.rect) &&
    a.host !== b.id &&
    b.host !== a.id &&
    !contains(a.rect, b.rect) &&
    !contains(b.rect, a.rect);
  return (
    among(picture.shapes, clash) + pairs(picture.frames, picture.shapes, clash) + among(picture.frames, clash)
  );
}

const labelOnShape = (label: { id: string; rect: Rect }, shape: { id: string; rect: Rect }): boolean =>
  overlap(label.rect, shape.rect) && !contains(shape.rect, label.rect);

/** A label cut by the border of a frame. */
const framedLabels = (picture: Picture): number => pairs(picture.labels, picture.frames, labelOnShape);

function throughShapes(picture: Picture, lines: Line[]): number {
  const hosts = new Map(picture.shapes.map((s) => [s.id, s.host]));
  return pairs(lines, picture.shapes, (line, shape) => {
    if (!line.segments.some((s) => hits(s, shape.rect, -1))) return false;
    const own = [line.source, line.target, hosts.get(line.source)].includes(shape.id);
    return !own && !line.points.every((p) => contains(shape.rect, { ...p, width: 0, height: 0 }));
  });
}

function crossings(lines: Line[]): number {
  const points = new Set<string>();
  among(lines, (a, b) => {
    for (const s of a.segments)
      for (const t of b.segments) {
        const p = crossing(s, t);
        if (p) points.add(`${Math.round(p.x / 4)},${Math.round(p.y / 4)}`);
      }
    return false;
  });
  return points.size;
}

/** Unrelated flows on top of each other, closer than the eye can part them, or one turning on the other. */
function looksLikeOne(a: Line, b: Line): boolean {
  if (a.source === b.source || a.target === b.target) return false;
  for (const s of a.segments)
    for (const t of b.segments) {
      if (shared(s, t, 4) > 4) return true;
      if (s.horizontal !== t.horizontal && touches(s, t, 2)) return true;
    }
  return false;
}

function mainStraight(picture: Picture): number {
  const rects = new Map(picture.shapes.map((s) => [s.id, s.rect]));
  const steps = stepsWithin(picture, rects);
  const straight = steps.filter(([a, b]) => Math.abs(a.y + a.height / 2 - b.y - b.height / 2) < 1.5);
  return steps.length ? Math.round((100 * straight.length) / steps.length) : 100;
}

/** Steps of the main path that go on to the right; a step to the left or below begins a new row. */
function stepsWithin(picture: Picture, rects: Map<string, Rect>): [Rect, Rect][] {
  return picture.flows
    .filter((f) => picture.main.has(f.id))
    .map((f): [Rect, Rect] => [rects.get(f.source)!, rects.get(f.target)!])
    .filter(([a, b]) => b.x >= a.x + a.width);
}

function rowCount(picture: Picture): number {
  const rects = new Map(picture.shapes.map((s) => [s.id, s.rect]));
  const all = picture.flows.filter((f) => picture.main.has(f.id)).length;
  return 1 + all - stepsWithin(picture, rects).length;
}

/** Steps aside of less than 10 units between two pieces that go the same way. */
function jogs(points: Point[]): number {
  let count = 0;
  for (let i = 1; i + 2 < points.length; i++) {
    const [a, b, c, d] = [points[i - 1]!, points[i]!, points[i + 1]!, points[i + 2]!];
    const small = Math.abs(b.x - c.x) + Math.abs(b.y - c.y) < 10;
    const onward =
      Math.sign(b.x - a.x) === Math.sign(d.x - c.x) && Math.sign(b.y - a.y) === Math.sign(d.y - c.y);
    if (small && onward) count++;
  }
  return count;
}

function extent(picture: Picture): { width: number; height: number } {
  const xs = [0];
  const ys = [0];
  const take = (r: Rect): void => void (xs.push(r.x + r.width), ys.push(r.y + r.height));
  for (const s of [...picture.shapes, ...picture.frames, ...picture.labels]) take(s.rect);
  for (const f of picture.flows) for (const p of f.points) take({ ...p, width: 0, height: 0 });
  return { width: Math.ceil(Math.max(...xs)), height: Math.ceil(Math.max(...ys)) };
}
