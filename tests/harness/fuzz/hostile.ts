import fc from 'fast-check';
import { allNaughty, unspeakable } from '../../system/naughty.ts';

/** Texts that break what trusts its input: by character, by length, as numbers, dates, ids and names of JavaScript. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...allNaughty, ...unspeakable),
  fc.constantFrom('', ' ', '\u0000', '\ud83d', '\udc00', 'x'.repeat(3_000), '长'.repeat(600), '%', '\\'),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '../..', '..%2f..'),
  fc.constantFrom('9999-99-99', '2026-02-30', '-271821-04-20', '275760-09-13T00:00:00Z', '24:61', 'infinity'),
  fc.constantFrom('2147483648', '-1', '1e309', '9223372036854775808', 'NaN', '0x1F', '１２', '1,000', '-0'),
  fc.constantFrom(
    '0'.repeat(36),
    '-'.repeat(36),
    'urn:uuid:00000000-0000-4000-8000-000000000000',
    'g'.repeat(64),
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.uuid(),
);

/** JSON values of the wrong kind, and too much of them. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: hostileText },
  fc.constantFrom<unknown>(null, true, [], {}, 0, -1, 1.5, 2 ** 31, 2 ** 53, 1e308, Number.MIN_VALUE),
  fc.constantFrom<unknown>([[[]]], { a: { b: { c: [] } } }, { toString: 1, valueOf: 2 }, { length: 1e9 }),
  fc.array(hostileText, { maxLength: 5 }),
  fc.dictionary(hostileText, hostileText, { maxKeys: 4 }),
  fc.constantFrom(deep(70), deep(9)),
  fc.constant(Array.from({ length: 3_000 }, (_, n) => n)),
);

function deep(levels: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < levels; level++) value = level % 2 ? [value] : { x: value };
  return value;
}

/** Bodies that are no JSON, or JSON that no careless reader survives. */
export const hostileJson: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    '{',
    '[1,]',
    'null',
    '1',
    '"x"',
    '\ufeff{}',
    '{"a":1,"a":2}',
    '{"__proto__":{"admin":true}}',
  ),
  fc.constantFrom(6_000, 100_000).map((n) => '['.repeat(n) + ']'.repeat(n)),
  fc.constantFrom(6_000, 100_000).map((n) => '{"a":'.repeat(n) + '1' + '}'.repeat(n)),
  fc.constantFrom(
    '{"x":"\\ud83d"}',
    '{"\\ud83d":1}',
    '{"x":"\\u0000"}',
    '{"data":{"x":"\\udc00"},"version":1}',
  ),
  fc.constantFrom(
    '{"a":1e400}',
    '{"a":-0}',
    `{"a":${'9'.repeat(5_000)}}`,
    `{"a":"${'\\u00e9'.repeat(9_000)}"}`,
  ),
  fc.constant(`{${Array.from({ length: 6_000 }, (_, n) => `"k${n}":1`).join()}}`),
  fc.constant(JSON.stringify({ data: { description: '大'.repeat(400_000) } })),
  fc.string({ unit: 'binary', maxLength: 200 }),
);

/** A cursor as lists give it out, with parts that are none. */
export const hostileCursor: fc.Arbitrary<string> = fc
  .array(fc.oneof(hostileText, fc.constantFrom('-openedAt', 'dueOn', 'no', '0', '9999-99-99 99:99:99+00')), {
    maxLength: 5,
  })
  .map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url'));
