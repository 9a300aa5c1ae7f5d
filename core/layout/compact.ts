import { segments } from './geometry.ts';
import type { Section } from './stack.ts';
import type { Point, Rect } from './types.ts';

/** Something that takes up room on an axis, from `low` to `high`; `air` is what it wants around itself. */
interface Span {
  low: number;
  high: number;
  air: number;
}

/** All that moves when empty bands are taken out. */
export interface Movable {
  shapes: Map<string, Rect>;
  labels: Map<string, Rect>;
  flows: Map<string, Point[]>;
  sections: Section[];
}

const AIR = { shape: 13, label: 4, line: 6, frame: 9, title: 7 };

/**
 * Takes out horizontal bands in which only upright lines run, down to the air that their neighbours want, and
 * likewise upright bands. Nothing changes its order, so no new crossing or overlap can come about.
 */
export function compact(m: Movable): Movable {
  return squeeze(squeeze(m, 'y'), 'x');
}

function squeeze(m: Movable, axis: 'x' | 'y'): Movable {
  const size = axis === 'x' ? 'width' : 'height';
  const shift = shifts(spansOf(m, axis));
  const move = (r: Rect): Rect => ({ ...r, [axis]: shift(r[axis]) });
  const stretch = (r: Rect): Rect => ({ ...move(r), [size]: shift(r[axis] + r[size]) - shift(r[axis]) });
  return {
    shapes: new Map([...m.shapes].map(([id, r]) => [id, move(r)])),
    labels: new Map([...m.labels].map(([id, r]) => [id, move(r)])),
    flows: new Map(
      [...m.flows].map(([id, line]) => [id, line.map((p) => ({ ...p, [axis]: shift(p[axis]) }))]),
    ),
    sections: m.sections.map((s) => ({ ...s, frame: stretch(s.frame), label: move(s.label) })),
  };
}

function spansOf(m: Movable, axis: 'x' | 'y'): Span[] {
  const size = axis === 'x' ? 'width' : 'height';
  const box = (r: Rect, air: number): Span => ({ low: r[axis], high: r[axis] + r[size], air });
  const spans = [...[...m.shapes.values()].map((r) => box(r, AIR.shape))];
  spans.push(...[...m.labels.values()].map((r) => box(r, AIR.label)));
  for (const { frame, label } of m.sections) {
    const ends = [frame[axis], frame[axis] + frame[size]];
    spans.push(...ends.map((at) => ({ low: at, high: at, air: AIR.frame })), box(label, AIR.title));
  }
  for (const line of m.flows.values())
    for (const s of segments(line))
      if (s.horizontal === (axis === 'y')) spans.push({ low: s.at, high: s.at, air: AIR.line });
  return spans;
}

/** Where each coordinate goes. Spans that touch or overlap move together. */
function shifts(spans: Span[]): (c: number) => number {
  const steps: { from: number; by: number }[] = [];
  let [reach, air, by] = [-Infinity, 0, 0];
  for (const s of [...spans].sort((a, b) => a.low - b.low || b.high - a.high)) {
    const spare = Math.floor(s.low - reach - air - s.air);
    if (spare > 0 && reach > -Infinity) {
      by += spare;
      steps.push({ from: s.low, by });
    }
    if (s.high > reach || (s.high === reach && s.air > air)) [reach, air] = [s.high, s.air];
  }
  return (c) => {
    let moved = 0;
    for (const step of steps) if (c >= step.from) moved = step.by;
    return c - moved;
  };
}
