import { segments, simplify } from '../geometry.ts';
import type { Point } from '../types.ts';
import { COST, STUB, stubEnd, type Canvas, type Terminal, type Wire } from './canvas.ts';
import { buildGrid, lowerBound, type Grid, type Region } from './grid.ts';
import { Heap } from './heap.ts';

/** What a line needs. */
export interface Request {
  id: string;
  target: string;
  exits: Terminal[];
  entries: Terminal[];
  private: number;
  trend: Wire['trend'];
  region: Region;
  /** Only ways cheaper than this are of interest. */
  bound?: number;
}

/** A place at which the search may stop, and the rest of the way from there. */
interface Goal {
  cost: number;
  rest: Point[];
  entryKey: string;
  /** Direction of the line that is joined or of the last piece: true = horizontal. */
  horizontal: boolean;
  join: boolean;
}

interface Found {
  state: number;
  goal: Goal;
}

/**
 * The cheapest orthogonal way from one of the exits to one of the entries, or onto a line that already leads to the
 * same target (then both share the rest). A* over the grid; a state is a grid point and the direction of arrival.
 * @param relaxed lines may then run close to each other and through labels, at a price: for when nothing else helps
 * @returns null if there is no way
 */
export function findWay(canvas: Canvas, request: Request, relaxed = false): Wire | null {
  const allies = [...canvas.wires.values()].filter((w) => w.target === request.target && w.id !== request.id);
  const starts = request.exits.map((t) => ({ t, p: stubEnd(t, STUB.exit) }));
  const ends = request.entries.map((t) => ({ t, p: stubEnd(t, STUB.entry) }));
  const exact = [...starts, ...ends].map((e) => e.p);
  const exitKeys = new Set(request.exits.map((t) => t.key));
  const grid = buildGrid(canvas, exact, { ...request, exitKeys, relaxed });
  const goals = new Map<number, Goal[]>();
  const addGoal = (at: number, goal: Goal): void => void goals.set(at, [...(goals.get(at) ?? []), goal]);
  for (const { t, p } of ends) addGoal(pointIndex(grid, p), entryGoal(t));
  for (const ally of allies) {
    const end = request.entries.find((t) => t.key === ally.entryKey);
    if (end) addTrunk(grid, ally, end.cost, addGoal);
  }
  const way = astar(grid, starts, goals, request);
  if (!way) return null;
  const { points, first } = trace(grid, way.prev, way.found.state);
  const start = way.begun.get(first)!;
  return {
    id: request.id,
    target: request.target,
    points: simplify([start.tip, ...points, ...way.found.goal.rest]),
    exitKey: start.key,
    entryKey: way.found.goal.entryKey,
    private: request.private,
    trend: request.trend,
  };
}

const pointIndex = (grid: Grid, p: Point): number =>
  lowerBound(grid.ys, p.y) * grid.nx + lowerBound(grid.xs, p.x);

const entryGoal = (t: Terminal): Goal => ({
  cost: t.cost,
  rest: [t.tip],
  entryKey: t.key,
  horizontal: t.side === 'W' || t.side === 'E',
  join: false,
});

/** Every grid point on another line to the same target is a goal, except near its ends. */
function addTrunk(grid: Grid, ally: Wire, price: number, addGoal: (at: number, goal: Goal) => void): void {
  let gone = 0;
  const total = segments(ally.points).reduce((sum, s) => sum + s.to - s.from, 0);
  for (let i = 1; i < ally.points.length; i++) {
    const [a, b] = [ally.points[i - 1]!, ally.points[i]!];
    const horizontal = a.y === b.y;
    const [along, low, high] = horizontal
      ? [grid.xs, Math.min(a.x, b.x), Math.max(a.x, b.x)]
      : [grid.ys, Math.min(a.y, b.y), Math.max(a.y, b.y)];
    const [fixed, across] = horizontal ? [a.y, grid.ys] : [a.x, grid.xs];
    if (fixed < across[0]! || fixed > across.at(-1)!) {
      gone += high - low;
      continue;
    }
    for (let k = lowerBound(along, low); k < along.length && along[k]! <= high; k++) {
      const p = horizontal ? { x: along[k]!, y: a.y } : { x: a.x, y: along[k]! };
      const done = gone + Math.abs(p.x - a.x) + Math.abs(p.y - a.y);
      if (done < ally.private || total - done < STUB.entry || nearCorner(p, a, b, i, ally)) continue;
      const rest = ally.points.slice(i);
      const cost = price + COST.bend + (total - done) * COST.sharedLength + (rest.length - 1) * COST.sharedBend;
      addGoal(pointIndex(grid, p), { cost, rest, entryKey: ally.entryKey, horizontal, join: true });
    }
    gone += Math.abs(b.x - a.x) + Math.abs(b.y - a.y);
  }
}

/** Joining in a bend looks like a crossing of three. */
function nearCorner(p: Point, a: Point, b: Point, i: number, ally: Wire): boolean {
  const to = (q: Point): number => Math.abs(p.x - q.x) + Math.abs(p.y - q.y);
  return (i > 1 && to(a) < 6) || (i < ally.points.length - 1 && to(b) < 6);
}

interface Run {
  found: Found;
  prev: Int32Array;
  /** The terminal each first state belongs to. */
  begun: Map<number, Terminal>;
}

function astar(
  grid: Grid,
  starts: { t: Terminal; p: Point }[],
  goals: Map<number, Goal[]>,
  { bound = Infinity, trend }: Request,
): Run | null {
  const size = grid.nx * grid.ys.length;
  const best = new Float64Array(size * 2).fill(Infinity);
  const prev = new Int32Array(size * 2).fill(-1);
  const heap = new Heap();
  const down = COST.length + (trend < 0 ? COST.against : 0);
  const up = COST.length + (trend > 0 ? COST.against : 0);
  const guess = guesser(grid, goals);
  const begun = new Map<number, Terminal>();
  let found: Found | null = null;
  let foundCost = bound;
  for (const { t, p } of starts) {
    const state = pointIndex(grid, p) * 2 + (t.side === 'E' || t.side === 'W' ? 0 : 1);
    if (t.cost >= best[state]!) continue;
    best[state] = t.cost;
    begun.set(state, t);
    heap.push(state, t.cost + guess(state >> 1));
  }
  const visit = (from: number, at: number, vertical: number, step: number): void => {
    const state = at * 2 + vertical;
    const cost = best[from]! + step + ((from & 1) === vertical ? 0 : COST.bend);
    if (!(cost < best[state]! - 1e-9) || cost >= foundCost) return;
    best[state] = cost;
    prev[state] = from;
    heap.push(state, cost + guess(at));
  };
  while (heap.size && heap.minKey() < foundCost) {
    const state = heap.pop();
    const at = state >> 1;
    for (const goal of goals.get(at) ?? []) {
      const straight = goal.horizontal === ((state & 1) === 0);
      if (goal.join && straight) continue;
      const cost = best[state]! + goal.cost + (straight || goal.join ? 0 : COST.bend);
      if (cost < foundCost) [found, foundCost] = [{ state, goal }, cost];
    }
    const [ix, iy] = [at % grid.nx, Math.floor(at / grid.nx)];
    const { xs, ys, h, v, nx } = grid;
    if (ix + 1 < nx) visit(state, at + 1, 0, h[at]! + (xs[ix + 1]! - xs[ix]!) * COST.length);
    if (ix > 0) visit(state, at - 1, 0, h[at - 1]! + (xs[ix]! - xs[ix - 1]!) * COST.length);
    if (iy + 1 < ys.length) visit(state, at + nx, 1, v[at]! + (ys[iy + 1]! - ys[iy]!) * down);
    if (iy > 0) visit(state, at - nx, 1, v[at - nx]! + (ys[iy]! - ys[iy - 1]!) * up);
  }
  return found && { found, prev, begun };
}

/** A cost that is never too high: the way to the box around all goals. */
function guesser(grid: Grid, goals: Map<number, Goal[]>): (at: number) => number {
  let [x1, x2, y1, y2] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const at of goals.keys()) {
    const [x, y] = [grid.xs[at % grid.nx]!, grid.ys[Math.floor(at / grid.nx)]!];
    [x1, x2, y1, y2] = [Math.min(x1, x), Math.max(x2, x), Math.min(y1, y), Math.max(y2, y)];
  }
  return (at) => {
    const [x, y] = [grid.xs[at % grid.nx]!, grid.ys[Math.floor(at / grid.nx)]!];
    return (Math.max(0, x1 - x, x - x2) + Math.max(0, y1 - y, y - y2)) * COST.length;
  };
}

function trace(grid: Grid, prev: Int32Array, last: number): { points: Point[]; first: number } {
  const points: Point[] = [];
  let first = last;
  for (let s = last; s >= 0; s = prev[s]!) {
    const at = s >> 1;
    points.unshift({ x: grid.xs[at % grid.nx]!, y: grid.ys[Math.floor(at / grid.nx)]! });
    first = s;
  }
  return { points, first };
}
