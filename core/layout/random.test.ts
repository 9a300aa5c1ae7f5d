import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { layoutDiagram } from './index.ts';
import { faults } from './metrics.ts';
import { diagram, flow } from './snippets.ts';

const KINDS = [
  'userTask',
  'serviceTask',
  'exclusiveGateway',
  'parallelGateway',
  'intermediateThrowEvent',
  'endEvent',
];
const name = fc
  .array(fc.constantFrom(...'受理派单核查处置反馈归档'), { maxLength: 6 })
  .map((c) => c.join(''));

/** A start, some steps, and flows anywhere: forward, back, to itself. Not meant to make sense. */
const process = fc
  .record({
    steps: fc.array(fc.record({ kind: fc.constantFrom(...KINDS), name, event: fc.boolean() }), {
      minLength: 1,
      maxLength: 9,
    }),
    extra: fc.array(fc.record({ from: fc.nat(8), to: fc.nat(8), name }), { maxLength: 5 }),
  })
  .map(({ steps, extra }) => {
    const ids = steps.map((_, i) => `s${i}`);
    const shapes = steps.map((s, i) => `<bpmn:${s.kind} id="s${i}" name="${s.name}" />${boundary(s, i)}`);
    const pairs = new Set(ids.slice(1).map((id, i) => `s${i} ${id}`));
    const named = new Map<string, string>();
    for (const e of extra) {
      const pair = `s${e.from % ids.length} s${e.to % ids.length}`;
      if (steps[e.from % ids.length]!.kind === 'endEvent' || outgoing(pairs, pair) > 3) continue;
      pairs.add(pair);
      if (steps[e.from % ids.length]!.kind === 'exclusiveGateway') named.set(pair, e.name);
    }
    const flows = [...pairs].map((p) => flow(p.split(' ')[0]!, p.split(' ')[1]!, named.get(p)));
    const events = steps.flatMap((s, i) => (boundary(s, i) ? [flow(`b${i}`, ids.at(-1)!)] : []));
    return diagram(
      `<bpmn:startEvent id="start" />${flow('start', 's0')}${[...shapes, ...flows, ...events].join('')}`,
    );
  });

const boundary = (s: { kind: string; name: string; event: boolean }, i: number): string =>
  s.event && s.kind.endsWith('Task')
    ? `<bpmn:boundaryEvent id="b${i}" name="${s.name}" attachedToRef="s${i}" />`
    : '';

const outgoing = (pairs: Set<string>, pair: string): number =>
  [...pairs].filter((p) => p.split(' ')[0] === pair.split(' ')[0]).length + 1;

describe('any process', () => {
  test('has a picture without a single overlap or slanted line', async () => {
    await fc.assert(
      fc.asyncProperty(process, async (xml) => {
        const { metrics } = await layoutDiagram(xml, { effort: 'quick' });
        expect(faults(metrics)).toBe(0);
      }),
      { numRuns: 25, seed: 7 },
    );
  }, 60_000);
});
