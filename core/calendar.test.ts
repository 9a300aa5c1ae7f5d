import { describe, expect, test } from '@jest/globals';
import chineseDays from 'chinese-days';
import {
  addWorkdays,
  calendarFromRows,
  countWorkdays,
  rollForward,
  shippedCalendar,
  workdaysBetween,
} from './calendar.ts';
import { dayNumber, dayText } from './days.ts';

const calendar = shippedCalendar();

function daysFrom(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = dayNumber(first); day <= dayNumber(last); day++) days.push(dayText(day));
  return days;
}

describe('the shipped work calendar', () => {
  test('it agrees with chinese-days on every day of 2020 to 2026', () => {
    const differing = daysFrom('2020-01-01', '2026-12-31').filter(
      (day) => calendar.isWorkday(day) !== chineseDays.isWorkday(day),
    );
    expect(differing).toEqual([]);
  });

  // The State Council's notice for 2026 (国办发明电〔2025〕7号), written out by hand.
  test.each([
    ['元旦', '2026-01-01', '2026-01-03'],
    ['春节', '2026-02-15', '2026-02-23'],
    ['清明', '2026-04-04', '2026-04-06'],
    ['劳动节', '2026-05-01', '2026-05-05'],
    ['端午', '2026-06-19', '2026-06-21'],
    ['中秋', '2026-09-25', '2026-09-27'],
    ['国庆节', '2026-10-01', '2026-10-07'],
  ])('%s 2026 is %s to %s and no day more', (name, first, last) => {
    expect(daysFrom(first, last).filter((day) => calendar.isWorkday(day))).toEqual([]);
    expect(daysFrom(first, last).every((day) => calendar.nameOf(day) === name)).toBe(true);
    const around = [dayText(dayNumber(first) - 1), dayText(dayNumber(last) + 1)];
    expect(around.map((day) => calendar.isWorkday(day))).toEqual(
      around.map((day) => ![0, 6].includes(new Date(day).getUTCDay()) || MAKE_UP.includes(day)),
    );
  });

  const MAKE_UP = ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'];
  test('the working weekend days of 2026 are the six of the notice', () => {
    const weekendWork = daysFrom('2026-01-01', '2026-12-31').filter(
      (day) => [0, 6].includes(new Date(day).getUTCDay()) && calendar.isWorkday(day),
    );
    expect(weekendWork).toEqual(MAKE_UP);
  });

  test('a year without a notice counts weekends only and says that it is not published', () => {
    expect(calendar.publishedYears).toEqual([2020, 2021, 2022, 2023, 2024, 2025, 2026]);
    expect(calendar.published(2027)).toBe(false);
    expect(calendar.isWorkday('2027-01-01')).toBe(true);
    expect(calendar.isWorkday('2027-01-02')).toBe(false);
    expect(calendar.noticeOf(2026)).toBe('国办发明电〔2025〕7号');
    expect(calendar.noticeOf(2027)).toBeUndefined();
  });
});

describe('counting working days', () => {
  test('counting over the end of the published years is provisional, counting before it is not', () => {
    const last = dayNumber('2026-12-30');
    expect(countWorkdays(calendar, last, 1)).toEqual({ day: dayNumber('2026-12-31'), provisional: false });
    expect(countWorkdays(calendar, last, 2)).toEqual({ day: dayNumber('2027-01-01'), provisional: true });
    expect(countWorkdays(calendar, dayNumber('2027-01-04'), -1).provisional).toBe(true);
  });

  test('a make-up Saturday needs no rolling, a holiday rolls to the first working day', () => {
    expect(rollForward(calendar, dayNumber('2026-05-09')).day).toBe(dayNumber('2026-05-09'));
    expect(rollForward(calendar, dayNumber('2026-02-21')).day).toBe(dayNumber('2026-02-24'));
  });

  test('working days between two days leave out the first and count the last', () => {
    expect(workdaysBetween(calendar, '2026-09-29', '2026-10-10')).toBe(4);
    expect(workdaysBetween(calendar, '2026-10-10', '2026-10-10')).toBe(0);
    expect(addWorkdays(calendar, '2026-10-08', -3)).toBe('2026-09-28');
  });

  test('a calendar day that is none stops the loading', () => {
    const row = { day: '2026-02-30', kind: 'holiday' as const, name_zh: '春节' };
    expect(() => calendarFromRows([row], [])).toThrow(RangeError);
  });
});
