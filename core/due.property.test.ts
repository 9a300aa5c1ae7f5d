import { describe, expect, test } from '@jest/globals';
import chineseDays from 'chinese-days';
import fc from 'fast-check';
import { shippedCalendar } from './calendar.ts';
import { dayNumber, dayText, startOfDay } from './days.ts';
import { computeDue, pausedDays } from './due.ts';
import { ladderAt, shippedLadder, warnAt } from './ladder.ts';
import { shippedPack, type LegalClock } from './legal-pack.ts';

const calendar = shippedCalendar();
const all = [...shippedPack().clocks.values()];
const rows = (keep: (row: LegalClock) => boolean) => fc.constantFrom(...all.filter(keep));
const forward = (row: LegalClock): boolean => row.direction === 'forward';
const MINUTE = 60_000;

const instant = (first: string, last: string) =>
  fc
    .integer({
      min: Date.parse(`${first}T00:00:00Z`) / MINUTE,
      max: Date.parse(`${last}T00:00:00Z`) / MINUTE,
    })
    .map((minutes) => new Date(minutes * MINUTE));
const anyStart = instant('2019-06-01', '2028-06-01');
const knownStart = instant('2020-01-02', '2026-01-01');
const someDays = fc.integer({ min: 0, max: 90 });

describe('laws of every limit of the pack', () => {
  test('a later start is never due earlier', () => {
    fc.assert(
      fc.property(
        rows(() => true),
        anyStart,
        anyStart,
        (row, a, b) => {
          const [early, late] = a <= b ? [a, b] : [b, a];
          const [first, second] = [computeDue(row, early, calendar), computeDue(row, late, calendar)];
          expect(first.dueAt.getTime()).toBeLessThanOrEqual(second.dueAt.getTime());
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('the end of a rolling or working-day limit is a working day, moved or not', () => {
    fc.assert(
      fc.property(
        rows((row) => forward(row) && (row.roll || row.unit === 'wd')),
        anyStart,
        someDays,
        someDays,
        (row, from, paused, extension) => {
          const due = computeDue(row, from, calendar, { pausedDays: paused, extensionDays: extension });
          expect(calendar.isWorkday(due.dueOn!)).toBe(true);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('a limit of n working days holds exactly n working days, counted by another library', () => {
    fc.assert(
      fc.property(
        rows((row) => forward(row) && row.unit === 'wd'),
        knownStart,
        (row, from) => {
          const due = computeDue(row, from, calendar);
          const start = dayNumber(new Date(from.getTime() + 8 * 3_600_000).toISOString().slice(0, 10));
          let counted = 0;
          for (let day = start + 1; day <= dayNumber(due.dueOn!); day++) {
            if (chineseDays.isWorkday(dayText(day))) counted++;
          }
          expect(counted).toBe(row.value);
          expect(due.provisional).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('a rolling limit passes over rest days only', () => {
    fc.assert(
      fc.property(
        rows((row) => row.roll),
        knownStart,
        (row, from) => {
          const due = computeDue(row, from, calendar);
          for (let day = dayNumber(due.nominalOn!); day < dayNumber(due.dueOn!); day++) {
            expect(calendar.isWorkdayNumber(day)).toBe(false);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('pauses and extensions move the nominal end by exactly their days', () => {
    fc.assert(
      fc.property(
        rows((row) => forward(row) && (row.unit === 'd' || row.unit === 'month')),
        anyStart,
        someDays,
        someDays,
        (row, from, paused, extension) => {
          const plain = dayNumber(computeDue(row, from, calendar).nominalOn!);
          const moved = computeDue(row, from, calendar, { pausedDays: paused, extensionDays: extension });
          expect(dayNumber(moved.nominalOn!) - plain).toBe(paused + extension);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('the pause of several causes is the number of different days that stood still', () => {
    const spans = fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 30 })), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(spans, (pauses) => {
        const base = dayNumber('2026-03-01');
        const stood = new Set<number>();
        for (const [start, length] of pauses) for (let day = 1; day <= length; day++) stood.add(start + day);
        const intervals = pauses.map(([start, length]) => ({
          start: dayText(base + start),
          end: dayText(base + start + length),
        }));
        expect(pausedDays(intervals)).toBe(stood.size);
      }),
    );
  });

  test('a date is provisional exactly when a year without notice has a say in it', () => {
    fc.assert(
      fc.property(
        rows((row) => forward(row) && row.unit !== 'h' && row.unit !== 'min'),
        anyStart,
        (row, from) => {
          const due = computeDue(row, from, calendar);
          const unpublished = !calendar.published(Number(due.dueOn!.slice(0, 4)));
          const counted =
            row.unit === 'wd' ? new Date(from.getTime() + 32 * 3_600_000).getUTCFullYear() : 2020;
          expect(due.provisional).toBe(unpublished || !calendar.published(counted));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('the reminder comes before the end, and the ladder climbs from the end upward', () => {
    fc.assert(
      fc.property(
        rows(() => true),
        anyStart,
        (row, from) => {
          const due = computeDue(row, from, calendar);
          expect(warnAt(row, due, from, calendar, shippedLadder()).getTime()).toBeLessThan(
            due.dueAt.getTime(),
          );
          const steps = ladderAt(row, due, from, calendar, shippedLadder());
          expect(steps.map(({ level }) => level)).toEqual([0, 1, 2, 3]);
          const times = steps.map((step) => step.at.getTime());
          expect(times).toEqual([...times].sort((a, b) => a - b));
          expect(times[0]).toBe(due.dueAt.getTime());
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('day limits end when a Shanghai day ends', () => {
    fc.assert(
      fc.property(
        rows((row) => !['h', 'min'].includes(row.unit)),
        anyStart,
        (row, from) => {
          const due = computeDue(row, from, calendar);
          expect(due.dueAt).toEqual(startOfDay(dayNumber(due.dueOn!) + 1));
        },
      ),
    );
  });
});
