import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addMonths,
  dayNumber,
  dayNumberOf,
  dayText,
  isWeekend,
  parseMoment,
  startOfDay,
  tryDayNumber,
} from './days.ts';

const iso = (text: string): string | undefined => parseMoment(text)?.at.toISOString();

describe('days of the Shanghai calendar', () => {
  test('a day and its number are the same thing', () => {
    fc.assert(
      fc.property(fc.integer({ min: -25_000, max: 80_000 }), (n) => {
        expect(dayNumber(dayText(n))).toBe(n);
        expect(dayNumberOf(startOfDay(n))).toBe(n);
        expect(dayNumberOf(new Date(startOfDay(n).getTime() - 1))).toBe(n - 1);
        expect(isWeekend(n)).toBe([0, 6].includes(new Date(`${dayText(n)}T12:00:00Z`).getUTCDay()));
      }),
    );
  });

  test('an instant after 16:00 UTC belongs to the next Shanghai day', () => {
    expect(dayText(dayNumberOf(new Date('2026-02-16T15:59:59.999Z')))).toBe('2026-02-16');
    expect(dayText(dayNumberOf(new Date('2026-02-16T16:00:00.000Z')))).toBe('2026-02-17');
  });

  test.each([
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-4-1',
    '20260401',
    '1899-12-31',
    '2200-01-01',
    '',
  ])('%p is not a day', (text) => {
    expect(tryDayNumber(text)).toBeNull();
  });

  test.each([
    ['2026-08-31', 6, '2027-02-28'],
    ['2023-08-31', 6, '2024-02-29'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2026-01-15', 12, '2027-01-15'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-01-31', -2, '2025-11-30'],
  ])('%s and %i months is %s (民法典 art. 202)', (from, months, to) => {
    expect(dayText(addMonths(dayNumber(from), months))).toBe(to);
  });
});

describe('points in time as people write them', () => {
  test.each([
    ['2026-02-11', '2026-02-10T16:00:00.000Z'],
    ['2026-02-11T16:40', '2026-02-11T08:40:00.000Z'],
    ['2026-02-11 16:40:05', '2026-02-11T08:40:05.000Z'],
    ['2026-02-11T16:40:05.25', '2026-02-11T08:40:05.250Z'],
    ['2026-02-11T08:40:00Z', '2026-02-11T08:40:00.000Z'],
    ['2026-02-11T16:40:00+08:00', '2026-02-11T08:40:00.000Z'],
    ['2026-02-11T16:40+0800', '2026-02-11T08:40:00.000Z'],
    ['2026-02-10T23:40:00-09:00', '2026-02-11T08:40:00.000Z'],
    ['2026-02-17T00:30:59.999999999+08:00', '2026-02-16T16:30:59.999Z'],
  ])('%s is %s', (text, instant) => {
    expect(iso(text)).toBe(instant);
  });

  test.each([
    '',
    'now',
    '2026-02-30',
    '2026-02-11T24:00',
    '2026-02-11T12:60',
    '2026-02-11T12',
    '1770000000',
    'Feb 1',
  ])('%p is refused', (text) => {
    expect(parseMoment(text)).toBeNull();
  });

  test('only a bare day says that it is a day', () => {
    expect(parseMoment('2026-02-11')?.dayOnly).toBe(true);
    expect(parseMoment('2026-02-11T00:00')?.dayOnly).toBe(false);
  });
});
