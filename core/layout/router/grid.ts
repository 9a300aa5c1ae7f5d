import { segments, type Segment } from '../geometry.ts';
import { TRACK } from '../sizes.ts';
import type { Point, Rect } from '../types.ts';
import { CLEAR, COST, type Canvas, type Obstacle, type Wire } from './canvas.ts';

/**
 * The lines a way may follow and what each step on them costs. `h[iy * nx + ix]` is the price of going from
 * column ix to ix + 1 on line iy, `v` likewise from line iy to iy + 1; Infinity = not allowed. Length comes on top.
 */
export interface Grid {
  xs: number[];
  ys: number[];
  nx: number;
  h: Float32Array;
  v: Float32Array;
}

/** Lines nearer together than this are one, unless they are wanted exactly. */
const MERGE = 4;

/** The part of the canvas in which a way is looked for. */
export interface Region {
  x1: number;
  x2: number;
  y1: number;
  y2: number;
}

/** What the grid must know of the line it is built for. `relaxed` makes forbidden steps dear instead. */
interface Purpose {
  id: string;
  target: string;
  exitKeys: Set<string>;
  relaxed: boolean;
  region: Region;
}

/** Builds the grid for one line; the coordinates of `exact` and of lines it may share are kept as they are. */
export function buildGrid(canvas: Canvas, exact: Point[], wire: Purpose): Grid {
  const others = [...canvas.wires.values()].filter((w) => w.id !== wire.id);
  const allies = others.filter((w) => w.target === wire.target);
  const mates = others.filter((w) => w.target !== wire.target && wire.exitKeys.has(w.exitKey));
  const strangers = others.filter((w) => w.target !== wire.target && !wire.exitKeys.has(w.exitKey));
  const { x1, x2, y1, y2 } = wire.region;
  const xs = coordinates(canvas, exact, [...allies, ...mates], 'x', x1, x2);
  const ys = coordinates(canvas, exact, [...allies, ...mates], 'y', y1, y2);
  const nx = xs.length;
  const grid: Grid = { xs, ys, nx, h: new Float32Array(nx * ys.length), v: new Float32Array(nx * ys.length) };
  const never = wire.relaxed ? COST.overlap : Infinity;
  const stranger = { clear: CLEAR.wire, same: 0, run: never, cross: COST.cross, corner: COST.corner };
  for (const o of canvas.obstacles) {
    const label = o.grow < 5;
    blockRect(grid, o.rect, wire.relaxed ? 1 : o.grow, label ? never : Infinity);
  }
  for (const s of merged(strangers)) addPiece(grid, s, stranger);
  for (const s of merged(mates)) addPiece(grid, s, { ...stranger, same: 0.5, corner: 0 });
  for (const s of merged(allies)) addPiece(grid, s, { ...stranger, same: 0.5, corner: 0, cross: 0 });
  const fence = { clear: CLEAR.fence, same: 0, run: never, cross: COST.fence, corner: COST.fence };
  for (const f of canvas.fences) addPiece(grid, f, fence);
  return grid;
}

function coordinates(
  canvas: Canvas,
  exact: Point[],
  kept: Wire[],
  axis: 'x' | 'y',
  low: number,
  high: number,
): number[] {
  const inside = (c: number): boolean => c >= low && c <= high;
  const must = new Set(exact.map((p) => p[axis]));
  for (const w of kept) for (const p of w.points) if (inside(p[axis])) must.add(p[axis]);
  const may = [...(axis === 'x' ? canvas.tracks.xs : canvas.tracks.ys)];
  for (const o of canvas.obstacles) may.push(...besides(o, axis));
  for (const w of canvas.wires.values())
    for (const s of segments(w.points))
      if (s.horizontal === (axis === 'y')) may.push(s.at - TRACK, s.at + TRACK);
  const taken = Float64Array.from(must).sort();
  const extra = Float64Array.from(may.filter(inside)).sort();
  const thin: number[] = [];
  for (const c of extra) if ((!thin.length || c - thin.at(-1)! >= MERGE) && !near(taken, c)) thin.push(c);
  return [...Float64Array.from([...taken, ...thin]).sort()];
}

/** Lines just outside of an obstacle; outside of a shape there is room for two. */
function besides({ rect, grow }: Obstacle, axis: 'x' | 'y'): number[] {
  const [low, high] = axis === 'x' ? [rect.x, rect.x + rect.width] : [rect.y, rect.y + rect.height];
  const [before, after] = [Math.floor(low - grow - 1), Math.ceil(high + grow + 1)];
  return grow > 5 ? [before, after, before - TRACK, after + TRACK] : [before, after];
}

function near(sorted: ArrayLike<number>, c: number): boolean {
  const i = lowerBound(sorted, c);
  return Math.abs((sorted[i] ?? Infinity) - c) < MERGE || Math.abs((sorted[i - 1] ?? -Infinity) - c) < MERGE;
}

/** Index of the first coordinate ≥ c. */
export function lowerBound(sorted: ArrayLike<number>, c: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const mid = (low + high) >> 1;
    if (sorted[mid]! < c) low = mid + 1;
    else high = mid;
  }
  return low;
}

function blockRect(grid: Grid, r: Rect, grow: number, price: number): void {
  const [x1, x2, y1, y2] = [r.x - grow, r.x + r.width + grow, r.y - grow, r.y + r.height + grow];
  const [cx1, cx2] = [lowerBound(grid.xs, x1 + 1e-6), lowerBound(grid.xs, x2)];
  const [cy1, cy2] = [lowerBound(grid.ys, y1 + 1e-6), lowerBound(grid.ys, y2)];
  for (let iy = cy1; iy < cy2; iy++)
    for (let ix = Math.max(0, cx1 - 1); ix < cx2; ix++) grid.h[iy * grid.nx + ix]! += price;
  for (let iy = Math.max(0, cy1 - 1); iy < cy2; iy++)
    for (let ix = cx1; ix < cx2; ix++) grid.v[iy * grid.nx + ix]! += price;
}

/** How lines deal with a piece: running nearer than `clear` beside it costs `run`, unless nearer than `same`. */
interface Dealing {
  clear: number;
  same: number;
  run: number;
  cross: number;
  corner: number;
}

function addPiece(grid: Grid, s: Segment, d: Dealing): void {
  const [along, across] = s.horizontal ? [grid.xs, grid.ys] : [grid.ys, grid.xs];
  const step = (a: number, c: number): number => (s.horizontal ? c * grid.nx + a : a * grid.nx + c);
  const [run, jump] = s.horizontal ? [grid.h, grid.v] : [grid.v, grid.h];
  const a1 = Math.max(0, lowerBound(along, s.from - 8) - 1);
  const a2 = lowerBound(along, s.to + 8);
  for (
    let c = lowerBound(across, s.at - d.clear + 1e-6);
    c < across.length && across[c]! < s.at + d.clear;
    c++
  ) {
    if (Math.abs(across[c]! - s.at) < d.same) continue;
    for (let a = a1; a < a2; a++) run[step(a, c)]! += d.run;
  }
  const c = lowerBound(across, s.at) - 1;
  if (c < 0 || c + 1 >= across.length || d.cross + d.corner === 0) return;
  for (let a = lowerBound(along, s.from - 6); a < along.length && along[a]! < s.to + 6; a++) {
    const edge = along[a]! < s.from + 8 || along[a]! > s.to - 8;
    jump[step(a, c)]! += edge ? d.corner : d.cross;
  }
}

/** Pieces on the same line become one, so that crossing a shared trunk counts once. */
function merged(wires: Wire[]): Segment[] {
  const lines = new Map<string, Segment[]>();
  for (const w of wires)
    for (const s of segments(w.points)) {
      const key = `${s.horizontal}${Math.round(s.at * 2)}`;
      const list = lines.get(key);
      if (list) list.push(s);
      else lines.set(key, [s]);
    }
  return [...lines.values()].flatMap(union);
}

function union(list: Segment[]): Segment[] {
  const out: Segment[] = [];
  for (const s of [...list].sort((a, b) => a.from - b.from)) {
    const last = out.at(-1);
    if (last && s.from <= last.to) out[out.length - 1] = { ...last, to: Math.max(last.to, s.to) };
    else out.push(s);
  }
  return out;
}
