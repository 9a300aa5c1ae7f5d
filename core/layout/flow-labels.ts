import { hits, overlap, segments, shared, type Segment } from './geometry.ts';
import type { Wire } from './router/canvas.ts';
import type { Scene } from './scene.ts';
import { labelSize } from './text.ts';
import type { Point, Rect } from './types.ts';

const STEP = 8;
const BESIDE = { line: 3, upright: 5 };

/**
 * Places the names of flows that share their tip with others: where the flow first runs alone, beside its line.
 * Where nothing is free, the place with the fewest collisions is taken.
 */
export function placeFlowLabels(scene: Scene): void {
  for (const flow of scene.scope.flows) {
    const wire = scene.canvas.wires.get(flow.id);
    if (!flow.name || !wire || scene.labels.has(flow.id)) continue;
    scene.labels.set(flow.id, bestPlace(wire, labelSize(flow.name), scene));
  }
}

function bestPlace(wire: Wire, size: { width: number; height: number }, scene: Scene): Rect {
  let best: Rect = { ...wire.points[0]!, ...size };
  let least = Infinity;
  for (const { rect, along, whole } of candidates(wire.points, size)) {
    const faults = faultsOf(rect, along, wire, scene) + (whole ? 0 : OVERHANG);
    if (faults < least) [best, least] = [rect, faults];
    if (faults === 0) break;
  }
  return best;
}

/** A label longer than its piece of line is allowed, but not liked. */
const OVERHANG = 1;
const HOLD = 10;

interface Candidate {
  rect: Rect;
  /** The piece of the line the label stands beside. */
  along: Segment;
  /** Whether that piece is as long as the label. */
  whole: boolean;
}

/** Places beside the line from its beginning on: above and below, right and left. */
function candidates(points: Point[], size: { width: number; height: number }): Candidate[] {
  const out: Candidate[] = [];
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1]!, points[i]!];
    const horizontal = a.y === b.y;
    const [from, to] = horizontal ? [a.x, b.x] : [a.y, b.y];
    const extent = horizontal ? size.width : size.height;
    const length = Math.abs(to - from);
    const near = i === 1 ? STEP / 2 : STEP;
    for (let t = near; t <= length - HOLD; t += STEP) out.push(...place(t, t + extent <= length - STEP));
    for (let t = near - STEP; t > HOLD - extent; t -= STEP) out.push(...place(t, false));
    function place(t: number, whole: boolean): Candidate[] {
      const start = to > from ? from + t : from - t - extent;
      const along = { horizontal, at: horizontal ? a.y : a.x, from: start, to: start + extent };
      return sides(along, size).map((rect) => ({ rect, along, whole }));
    }
  }
  return out;
}

function sides(s: Segment, size: { width: number; height: number }): Rect[] {
  if (s.horizontal)
    return [s.at - BESIDE.line - size.height, s.at + BESIDE.line].map((y) => ({ x: s.from, y, ...size }));
  return [s.at + BESIDE.upright, s.at - BESIDE.upright - size.width].map((x) => ({ x, y: s.from, ...size }));
}

function faultsOf(rect: Rect, along: Segment, wire: Wire, scene: Scene): number {
  let faults = 0;
  for (const o of scene.canvas.obstacles) if (overlap(rect, o.rect, 1)) faults += 10;
  for (const label of scene.labels.values()) if (overlap(rect, label, 1)) faults += 5;
  for (const w of scene.canvas.wires.values())
    for (const s of segments(w.points)) {
      if (hits(s, rect, 1)) faults += 10;
      if (w.id !== wire.id && shared(s, along, 0.5) > 0.5) faults += 3;
    }
  for (const f of scene.canvas.fences) if (hits(f, rect, 2)) faults += 10;
  return faults;
}
