import { readFileSync } from 'node:fs';
import { describe, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { nothing } from '../../processes/lint/support/verify.ts';
import { inspectDiagram } from './inspect.ts';

jest.setTimeout(60_000);

const outline = readFileSync(
  new URL('../../tests/fixtures/outlines/rectify-item.bpmn', import.meta.url),
  'utf8',
);
const scraps = [
  '',
  '"',
  '>',
  '</bpmn:process>',
  '<bpmn:task/>',
  'id="rectify"',
  '&amp;',
  '\u{20BB7}',
  '😀',
  '<!-- -->',
];

/** One place of the file replaced by something else. */
const damage = fc.record({
  at: fc.integer({ min: 0, max: outline.length }),
  length: fc.integer({ min: 0, max: 400 }),
  scrap: fc.constantFrom(...scraps),
});

describe('damaged files', () => {
  test('are always answered: refused with a reason, or findings that each name a rule and say something', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
        const text = damages.reduce(
          (before, { at, length, scrap }) => before.slice(0, at) + scrap + before.slice(at + length),
          outline,
        );
        const { ok, refused, findings, xml } = await inspectDiagram(new TextEncoder().encode(text), nothing);
        if (refused) return !ok && xml === null && /\p{Script=Han}/u.test(refused.reason);
        return (
          xml !== null &&
          findings.every(({ rule, message }) => rule !== '' && /\p{Script=Han}/u.test(message))
        );
      }),
      { numRuns: 80 },
    );
  });
});
