import { crossing, hits, lengthOf, segments, shared, type Segment } from '../geometry.ts';
import { CLEAR, COST, type Canvas, type Wire } from './canvas.ts';

/** What a line costs where it lies now, in the currency of the search: to decide whether a new way is better. */
export function wireCost(wire: Wire, canvas: Canvas): number {
  const own = segments(wire.points);
  let cost =
    (wire.points.length - 2) * COST.bend + lengthOf(wire.points) * COST.length + astray(wire) * COST.against;
  for (const o of canvas.obstacles) {
    const price = o.grow > 5 ? COST.shape : COST.label;
    for (const s of own) if (hits(s, o.rect, o.grow > 5 ? 0 : 0.5)) cost += price;
  }
  const points = new Set<string>();
  for (const other of canvas.wires.values()) {
    if (other.id === wire.id) continue;
    const theirs = segments(other.points);
    cost += other.target === wire.target ? -sharedSaving(own, theirs) : meeting(own, theirs, other, wire);
    if (other.target !== wire.target) addCrossings(own, theirs, points);
  }
  for (const fence of canvas.fences)
    for (const s of own) {
      if (crossing(s, fence)) cost += COST.fence;
      if (shared(s, fence, CLEAR.fence) > 4) cost += COST.label;
    }
  return cost + points.size * COST.cross;
}

/** Units a line between rows goes away from its target. */
function astray(wire: Wire): number {
  let units = 0;
  wire.points.forEach((p, i) => (units += i ? Math.max(0, (wire.points[i - 1]!.y - p.y) * wire.trend) : 0));
  return units;
}

/** Units on a common trunk are cheap. */
function sharedSaving(own: Segment[], theirs: Segment[]): number {
  let common = 0;
  for (const a of own) for (const b of theirs) common = Math.max(common, shared(a, b, 0.5));
  return common * (COST.length - COST.sharedLength);
}

/** Running beside or on top of a stranger, or turning on it. */
function meeting(own: Segment[], theirs: Segment[], other: Wire, wire: Wire): number {
  const mates = other.exitKey === wire.exitKey;
  let cost = 0;
  for (const a of own)
    for (const b of theirs) {
      if (a.horizontal === b.horizontal) {
        if (!(mates && Math.abs(a.at - b.at) < 0.5) && shared(a, b, CLEAR.wire - 1) > 4) cost += COST.overlap;
      } else if (!mates && touches(a, b)) cost += COST.corner;
    }
  return cost;
}

/** Whether perpendicular pieces meet within a few units of the end of one of them. */
export function touches(a: Segment, b: Segment, near = 4): boolean {
  const inside = (at: number, s: Segment): boolean => at > s.from - near && at < s.to + near;
  const end = (at: number, s: Segment): boolean => Math.abs(at - s.from) < near || Math.abs(at - s.to) < near;
  return inside(b.at, a) && inside(a.at, b) && (end(b.at, a) || end(a.at, b));
}

function addCrossings(own: Segment[], theirs: Segment[], points: Set<string>): void {
  for (const a of own)
    for (const b of theirs) {
      const p = crossing(a, b);
      if (p) points.add(`${Math.round(p.x)},${Math.round(p.y)}`);
    }
}
