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
      const cost =
        price + COST.bend + (total - done) * COST.sharedLength + (rest.length - 1) * COST.sharedBend;
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
  const { xs, ys, h, v, nx } = grid;
  const size = nx * ys.length;
  const best = new Float64Array(size * 2).fill(Infinity);
  const prev = new Int32Array(size * 2).fill(-1);
  const done = new Uint8Array(size * 2);
  const isGoal = new Uint8Array(size);
  for (const at of goals.keys()) isGoal[at] = 1;
  const { aside, above } = guesses(grid, goals);
  const heap = new Heap();
  const down = COST.length + (trend < 0 ? COST.against : 0);
  const up = COST.length + (trend > 0 ? COST.against : 0);
  const begun = new Map<number, Terminal>();
  let found: Found | null = null;
  let foundCost = bound;
  const offer = (state: number, from: number, cost: number, ix: number, iy: number): void => {
    if (!(cost < best[state]! - 1e-9) || cost >= foundCost) return;
    best[state] = cost;
    prev[state] = from;
    const turn = (state & 1) === 0 ? above[iy]! > 0 : aside[ix]! > 0;
    heap.push(state, cost + aside[ix]! + above[iy]! + (turn ? COST.bend : 0));
  };
  for (const { t, p } of starts) {
    const at = pointIndex(grid, p);
    const state = at * 2 + (t.side === 'E' || t.side === 'W' ? 0 : 1);
    if (t.cost < best[state]!) begun.set(state, t);
    offer(state, -1, t.cost, at % nx, Math.floor(at / nx));
  }
  while (heap.size && heap.minKey() < foundCost) {
    const state = heap.pop();
    if (done[state]) continue;
    done[state] = 1;
    const at = state >> 1;
    const cost = best[state]!;
    if (isGoal[at])
      for (const goal of goals.get(at)!) {
        const total = cost + arrival(goal, (state & 1) === 0);
        if (total < foundCost) [found, foundCost] = [{ state, goal }, total];
      }
    const ix = at % nx;
    const iy = (at - ix) / nx;
    const flat = cost + (state & 1) * COST.bend;
    const upright = cost + (1 - (state & 1)) * COST.bend;
    if (ix + 1 < nx)
      offer(2 * at + 2, state, flat + h[at]! + (xs[ix + 1]! - xs[ix]!) * COST.length, ix + 1, iy);
    if (ix > 0)
      offer(2 * at - 2, state, flat + h[at - 1]! + (xs[ix]! - xs[ix - 1]!) * COST.length, ix - 1, iy);
    if (iy + 1 < ys.length)
      offer(2 * (at + nx) + 1, state, upright + v[at]! + (ys[iy + 1]! - ys[iy]!) * down, ix, iy + 1);
    if (iy > 0)
      offer(2 * (at - nx) + 1, state, upright + v[at - nx]! + (ys[iy]! - ys[iy - 1]!) * up, ix, iy - 1);
  }
  return found && { found, prev, begun };
}

/** Price of ending at a goal; a line can be joined from aside only. */
function arrival(goal: Goal, horizontal: boolean): number {
  const straight = goal.horizontal === horizontal;
  if (goal.join) return straight ? Infinity : goal.cost;
  return goal.cost + (straight ? 0 : COST.bend);
}

/** Costs that are never too high, by column and by line: the way to the box around all goals. */
function guesses(grid: Grid, goals: Map<number, Goal[]>): { aside: Float64Array; above: Float64Array } {
  let [x1, x2, y1, y2] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const at of goals.keys()) {
    const [x, y] = [grid.xs[at % grid.nx]!, grid.ys[Math.floor(at / grid.nx)]!];
    [x1, x2, y1, y2] = [Math.min(x1, x), Math.max(x2, x), Math.min(y1, y), Math.max(y2, y)];
  }
  const far = (c: number, low: number, high: number): number => Math.max(0, low - c, c - high) * COST.length;
  return {
    aside: Float64Array.from(grid.xs, (x) => far(x, x1, x2)),
    above: Float64Array.from(grid.ys, (y) => far(y, y1, y2)),
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
