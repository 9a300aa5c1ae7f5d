import { readFileSync } from 'node:fs';
import { readCsv } from './csv.ts';
import { dayNumber, dayText, isWeekend, yearOf } from './days.ts';

/** A day the State Council's notice takes out of the ordinary week: a holiday, or a weekend day made working. */
export interface CalendarDayRow {
  /** `YYYY-MM-DD` */
  day: string;
  kind: 'holiday' | 'workday';
  name_zh: string;
}

/** A year whose notice (国务院办公厅关于…部分节假日安排的通知) is known. */
export interface CalendarYearRow {
  year: number | string;
  /** number of the notice, e.g. 国办发明电〔2025〕7号 */
  notice: string;
}

/**
 * The China work calendar. A year without a notice counts weekends only; whoever builds a date from such a year
 * must say so (`published`, `covers`): what nobody knows yet is said, never guessed.
 */
export interface Calendar {
  /** Monday–Friday that is no holiday, plus the weekend days made working (legal-rules: 调休). */
  isWorkday(day: string): boolean;
  /** The same for a day number of core/days.ts. */
  isWorkdayNumber(day: number): boolean;
  /** True if the notice of that year is loaded. */
  published(year: number): boolean;
  /** True if every year from the first to the last day number (either order) is published. */
  covers(first: number, last: number): boolean;
  /** Published years in ascending order. */
  readonly publishedYears: readonly number[];
  /** Number of the notice of a year; undefined if not published. */
  noticeOf(year: number): string | undefined;
  /** Name of the holiday or make-up day; undefined on an ordinary day. */
  nameOf(day: string): string | undefined;
}

/** Build the calendar from rows of `calendar_day` and `calendar_year`. Throws RangeError on a day that is none. */
export function calendarFromRows(
  days: readonly CalendarDayRow[],
  years: readonly CalendarYearRow[],
): Calendar {
  const notices = new Map(years.map((row) => [Number(row.year), row.notice]));
  const special = new Map(days.map((row) => [dayNumber(row.day), row]));
  const isWorkdayNumber = (day: number): boolean => {
    const row = special.get(day);
    return row ? row.kind === 'workday' : !isWeekend(day);
  };
  return {
    isWorkday: (day) => isWorkdayNumber(dayNumber(day)),
    isWorkdayNumber,
    published: (year) => notices.has(year),
    covers: (first, last) => {
      const end = yearOf(Math.max(first, last));
      for (let year = yearOf(Math.min(first, last)); year <= end; year++)
        if (!notices.has(year)) return false;
      return true;
    },
    publishedYears: [...notices.keys()].sort((a, b) => a - b),
    noticeOf: (year) => notices.get(year),
    nameOf: (day) => special.get(dayNumber(day))?.name_zh,
  };
}

/** Build the calendar from the texts of calendar.csv (`day,kind,name_zh`) and calendar-years.csv (`year,notice`). */
export function calendarFromCsv(daysCsv: string, yearsCsv: string): Calendar {
  return calendarFromRows(
    readCsv(daysCsv) as unknown as CalendarDayRow[],
    readCsv(yearsCsv) as unknown as CalendarYearRow[],
  );
}

/** A working day found by counting, with the span looked at. */
export interface CountedDay {
  /** day number */
  day: number;
  /** true if a year that was looked at has no notice yet */
  provisional: boolean;
}

/**
 * The n-th working day after (n > 0) or before (n < 0) a day; the day itself is not counted (民法典 art. 201).
 * n = 0 gives the day itself.
 */
export function countWorkdays(calendar: Calendar, from: number, n: number): CountedDay {
  const step = n < 0 ? -1 : 1;
  let day = from;
  for (let left = Math.abs(n); left > 0;) {
    day += step;
    if (calendar.isWorkdayNumber(day)) left--;
  }
  return { day, provisional: day !== from && !calendar.covers(from + step, day) };
}

/** The day itself if it is a working day, else the next one (民法典 art. 203). */
export function rollForward(calendar: Calendar, from: number): CountedDay {
  let day = from;
  while (!calendar.isWorkdayNumber(day)) day++;
  return { day, provisional: !calendar.covers(from, day) };
}

/** How many working days lie after `first` up to and including `last` (days `YYYY-MM-DD`). */
export function workdaysBetween(calendar: Calendar, first: string, last: string): number {
  const end = dayNumber(last);
  let count = 0;
  for (let day = dayNumber(first) + 1; day <= end; day++) if (calendar.isWorkdayNumber(day)) count++;
  return count;
}

/** The working day `n` working days after (or before) a day, as `YYYY-MM-DD`; for pages and reports. */
export function addWorkdays(calendar: Calendar, day: string, n: number): string {
  return dayText(countWorkdays(calendar, dayNumber(day), n).day);
}

const dataFile = (name: string): string =>
  readFileSync(new URL(`../migrations/data/${name}`, import.meta.url), 'utf8');

let shipped: Calendar | undefined;

/** The calendar shipped with the product (2020–2026), read once; for the command line and tests. */
export function shippedCalendar(): Calendar {
  shipped ??= calendarFromCsv(dataFile('calendar.csv'), dataFile('calendar-years.csv'));
  return shipped;
}
