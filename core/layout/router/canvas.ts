import type { Point, Rect, Side } from '../types.ts';

/** Something lines keep away from: `grow` is the distance in units. `id` is the element it belongs to. */
export interface Obstacle {
  id: string;
  rect: Rect;
  grow: number;
}

/** A place where a line may begin or end. Two lines with the same `key` share the tip of a shape. */
export interface Terminal {
  key: string;
  tip: Point;
  side: Side;
  /** What using it costs, in the units of COST. */
  cost: number;
}

/** A line on the canvas. */
export interface Wire {
  id: string;
  target: string;
  points: Point[];
  exitKey: string;
  entryKey: string;
  /** For lines between rows: 1 if the target is further down, −1 if further up; else 0. */
  trend: -1 | 0 | 1;
  /** Units at its beginning which no other line may join: there its own name stands. */
  private: number;
}

/** A border of a section: lines may cross it, but not run along it. */
export interface Fence {
  horizontal: boolean;
  at: number;
  from: number;
  to: number;
}

/** What a line has to respect. */
export interface Canvas {
  obstacles: Obstacle[];
  wires: Map<string, Wire>;
  fences: Fence[];
  /** Tracks kept free between rows (`ys`) and in the margins (`xs`). */
  tracks: { xs: number[]; ys: number[] };
}

/** What makes a line bad, in one currency. A crossing is worth about four bends or a detour of 1,000 units. */
export const COST = {
  bend: 2.5,
  cross: 12,
  length: 1 / 120,
  /** On a trunk shared with another line to the same target a unit of length is cheaper. */
  sharedLength: 1 / 480,
  sharedBend: 0.5,
  fence: 2,
  /** Per unit against the way to the target, for lines between rows: up on the way down, down on the way up. */
  against: 1 / 12,
  /** Crossing a line where it turns: reads like a junction. */
  corner: 50,
  overlap: 80,
  label: 60,
  shape: 120,
};

/** Distance a line keeps from a shape, from a label, and from a line beside it. */
export const CLEAR = { shape: 9, label: 2.5, wire: 10, fence: 7 };

/** Straight piece at the beginning and at the end (the arrow head needs room). */
export const STUB = { exit: 10, entry: 14 };

const DIR: Record<Side, Point> = {
  N: { x: 0, y: -1 },
  S: { x: 0, y: 1 },
  E: { x: 1, y: 0 },
  W: { x: -1, y: 0 },
};

/** The end of the straight piece outside of a terminal. */
export function stubEnd(t: Terminal, length: number): Point {
  return { x: t.tip.x + DIR[t.side].x * length, y: t.tip.y + DIR[t.side].y * length };
}
