import type { Row } from './row.ts';
import type { Fence } from './router/canvas.ts';
import { FRAME_PAD, TRACK } from './sizes.ts';
import { labelSize } from './text.ts';
import type { Node, Rect, Scope } from './types.ts';

/** A titled run of rows. */
export interface Section {
  title: string;
  frame: Rect;
  label: Rect;
}

/** Where each row stands, the frames of sections, and the tracks kept free for lines around the rows. */
export interface Stack {
  tops: number[];
  left: number;
  xs: number[];
  ys: number[];
  sections: Section[];
}

const AIR = 18;
const MAX_TRACKS = 14;
const INNER_TRACKS = 3;

/** Rows below each other with more room than needed: what is not used is taken out after routing. */
export function stackRows(rows: Row[], lists: Node[][], scope: Scope): Stack {
  const rowOf = new Map(lists.flatMap((list, i) => list.map((n) => [n.id, i] as const)));
  const titles = lists.map((list) => list[0]!.section);
  const framed = titles.some(Boolean);
  const pad = framed ? FRAME_PAD.x + TRACK * INNER_TRACKS : 0;
  const outer = TRACK * (tracksAt(-1, rowOf, scope) + 2);
  const left = outer + pad;
  const right = left + Math.max(...rows.map((r) => r.width));
  const stack: Stack = { tops: [], left, xs: [], ys: [], sections: [] };
  let y = 0;
  rows.forEach((row, i) => {
    const gutter = TRACK * (tracksAt(i, rowOf, scope) + 1);
    const opens = framed && titles[i] !== titles[i - 1];
    y = addTracks(stack, y + AIR, opens ? gutter : 0) + (opens ? AIR : 0);
    if (opens && titles[i]) openFrame(stack, titles[i]!, { x: left - pad, y, width: right - left + 2 * pad });
    if (opens) y += FRAME_PAD.top;
    y = addTracks(stack, y, gutter) + AIR;
    stack.tops.push(y);
    y += row.height;
    if (framed && titles[i] !== titles[i + 1]) y = addTracks(stack, y + AIR, TRACK * 3) + AIR;
    if (framed && titles[i] && titles[i] !== titles[i + 1]) closeFrame(stack, y);
  });
  addTracks(stack, y + AIR, 3 * TRACK);
  addMargins(stack, rows, { left, right, outer, pad });
  return stack;
}

function addTracks(stack: Stack, from: number, height: number): number {
  for (let y = from; y <= from + height; y += TRACK) stack.ys.push(y);
  return from + height;
}

function addMargins(
  stack: Stack,
  rows: Row[],
  at: { left: number; right: number; outer: number; pad: number },
): void {
  for (let k = 0; k <= INNER_TRACKS; k++) stack.xs.push(at.left - TRACK * k, at.right + TRACK * k);
  for (let k = TRACK; k < at.outer; k += TRACK) stack.xs.push(at.left - at.pad - k, at.right + at.pad + k);
  for (const row of rows) for (let k = 1; k < 5; k++) stack.xs.push(at.left + row.width + TRACK * k);
}

function openFrame(stack: Stack, title: string, frame: { x: number; y: number; width: number }): void {
  const size = labelSize(title, 400);
  const label = { x: frame.x + 12, y: frame.y + 8, ...size };
  stack.sections.push({ title, frame: { ...frame, height: 0 }, label });
}

function closeFrame(stack: Stack, y: number): void {
  const { frame } = stack.sections.at(-1)!;
  frame.height = y - frame.y;
}

/** The four borders of each frame. */
export function fencesOf(sections: Section[]): Fence[] {
  return sections.flatMap(({ frame: f }) => [
    { horizontal: true, at: f.y, from: f.x, to: f.x + f.width },
    { horizontal: true, at: f.y + f.height, from: f.x, to: f.x + f.width },
    { horizontal: false, at: f.x, from: f.y, to: f.y + f.height },
    { horizontal: false, at: f.x + f.width, from: f.y, to: f.y + f.height },
  ]);
}

/** How many distinct targets have lines that cross or end in the gutter above row i (−1: any gutter). */
function tracksAt(i: number, rowOf: Map<string, number>, scope: Scope): number {
  const targets = new Set<string>();
  for (const f of scope.flows) {
    const [a, b] = [rowOf.get(f.source)!, rowOf.get(f.target)!];
    if (a === b) continue;
    const [low, high] = [Math.min(a, b), Math.max(a, b)];
    if (i < 0 || (low <= i && i <= high + 1)) targets.add(f.target);
  }
  return Math.min(MAX_TRACKS, targets.size);
}
