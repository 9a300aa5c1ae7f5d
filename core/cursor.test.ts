import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeCursor, encodeCursor, type CursorPart } from './cursor.ts';

const ID = '6f1c2a34-5b6d-4e7f-8a9b-0c1d2e3f4a5b';

describe('a cursor', () => {
  test.each<[string, CursorPart[], string[]]>([
    ['of the inbox', ['instant', 'uuid'], ['2026-03-02 09:00:00.123456+08', ID]],
    ['of tasks without a limit', ['instant', 'uuid'], ['infinity', ID]],
    ['of an old zone', ['instant', 'uuid'], ['1901-01-01 00:00:00+08:05:43', ID]],
    ['of cases', [['dueAt'], ['0', '1'], 'instant', 'uuid'], ['dueAt', '1', '2028-02-29 23:59:59+00', ID]],
    ['of a register by day', [['-dueOn'], 'day', 'text'], ['-dueOn', 'infinity', '甲-1']],
    ['of a register by number', [['no'], 'number', 'text'], ['no', '-12.50', '']],
    ['of a register by text', [['topic'], 'text', 'text'], ['topic', '😀 消防', 'x']],
  ])('%s comes back as it was given out', (_, kinds, values) => {
    expect(decodeCursor(encodeCursor(values), ...kinds)).toEqual(values);
  });

  test.each<[string, CursorPart, unknown]>([
    ['a text that is no instant', 'instant', 'x'],
    ['a month that is none', 'instant', '9999-99-99 99:99:99+00'],
    ['a day that is none', 'instant', '2026-02-30 09:00:00+08'],
    ['an hour that is none', 'instant', '2026-02-28 24:00:00+08'],
    ['a zone that is none', 'instant', '2026-02-28 09:00:00+16'],
    ['a year that is none', 'day', '0000-01-01'],
    ['a day of a wrong month', 'day', '2026-99-99'],
    ['a hex number with dashes anywhere', 'uuid', '0'.repeat(36)],
    ['a uuid with a prefix', 'uuid', `urn:uuid:${ID}`],
    ['a number without end', 'number', '1'.repeat(500)],
    ['a number in words', 'number', 'NaN'],
    ['a text with NUL', 'text', 'a\u0000'],
    ['half a character', 'text', '\ud83d'],
    ['another word', ['openedAt'], 'constructor'],
    ['nothing', 'text', null],
    ['a number where a text belongs', 'text', 7],
    ['a list where a text belongs', 'text', ['x']],
  ])('with %s is refused', (_, kind, value) => {
    expect(() => decodeCursor(encodeCursor([value as string]), kind)).toThrow(
      expect.objectContaining({ status: 400, title: expect.stringMatching(/翻页/) }),
    );
  });

  test('that is none, or of another length, is refused, and an absent one is none', () => {
    for (const odd of ['!', 'bnVsbA', encodeCursor([]), encodeCursor(['x', 'y'])])
      expect(() => decodeCursor(odd, 'text')).toThrow(expect.objectContaining({ status: 400 }));
    expect([decodeCursor(undefined, 'text'), decodeCursor('', 'text')]).toEqual([undefined, undefined]);
  });

  test('made by nobody never throws anything but 400', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((json) => Buffer.from(json).toString('base64url')),
        ),
        (odd) => {
          try {
            decodeCursor(odd, 'instant', 'uuid');
          } catch (error) {
            expect(error).toMatchObject({ status: 400 });
          }
        },
      ),
    );
  });
});
