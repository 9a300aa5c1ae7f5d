import { countWorkdays, rollForward, type Calendar, type CountedDay } from './calendar.ts';
import { addMonths, dayNumber, dayNumberOf, dayText, parseMoment, startOfDay } from './days.ts';
import { conflict } from './errors.ts';
import type { ClockUnit, LegalClock } from './legal-pack.ts';

/** What the arithmetic needs of a clock row of the legal pack. */
export type LimitRow = Pick<LegalClock, 'value' | 'unit' | 'direction' | 'roll' | 'wholeDaysBetween'>;

/** The end of a period. */
export interface Due {
  /** last day before rolling, `YYYY-MM-DD` (Shanghai); null for min/h rows. Extensions count from here. */
  nominalOn: string | null;
  /** last day of the period, `YYYY-MM-DD` (Shanghai); null for min/h rows */
  dueOn: string | null;
  /** the instant the period ends; for day rows 24:00 of `dueOn`, which is the start of the next day */
  dueAt: Date;
  /** true if the date rests on a year whose holiday notice is not yet published (暂定) */
  provisional: boolean;
}

/** What moves the end of a clock. */
export interface DueOptions {
  /** days the clock stood still, counted as the row counts (see `pausedFor`); moves the end before rolling */
  pausedDays?: number;
  /** days added by approved extensions (working days on wd rows); counted from the nominal end, rolled once */
  extensionDays?: number;
  /** a date that a document names instead of the pack's value: a day, or an instant for an appointment */
  at?: Date | string | null;
}

const MINUTE_MS = 60_000;
const UNIT_MS: Partial<Record<ClockUnit, number>> = { min: MINUTE_MS, h: 60 * MINUTE_MS };

/** Length of one unit in milliseconds for rows that run by the hour (min, h); undefined for day rows. */
export const hourUnitMs = (unit: ClockUnit): number | undefined => UNIT_MS[unit];

/**
 * End of the period of `row` that starts at `from` (backward rows: the latest time before `from`).
 * Counting: 民法典 art. 201–204, 行政处罚法 art. 85, 行政强制法 art. 69; see the legal pack for each row.
 * Throws conflict where the law knows no such move: pauses and extensions of hour rows and of backward limits.
 * Throws RangeError if `at` can't be read.
 */
export function computeDue(row: LimitRow, from: Date, calendar: Calendar, options: DueOptions = {}): Due {
  const moved = (options.pausedDays ?? 0) + (options.extensionDays ?? 0);
  const unitMs = hourUnitMs(row.unit);
  if (moved !== 0 && (unitMs !== undefined || row.direction === 'backward')) {
    throw conflict('按小时计算的时限和倒算的时限不能中止或延期');
  }
  if (options.at != null) return movedFromNamedDate(row, options.at, calendar, moved);
  if (unitMs !== undefined) return hourDue(row, from, unitMs);
  return row.direction === 'backward'
    ? backwardDue(row, dayNumberOf(from), calendar)
    : forwardDue(row, dayNumberOf(from), calendar, moved);
}

function hourDue(row: LimitRow, from: Date, unitMs: number): Due {
  const length = row.value * unitMs * (row.direction === 'backward' ? -1 : 1);
  return { nominalOn: null, dueOn: null, dueAt: new Date(from.getTime() + length), provisional: false };
}

function forwardDue(row: LimitRow, start: number, calendar: Calendar, moved: number): Due {
  if (row.unit === 'wd') return endOfDay(countWorkdays(calendar, start, row.value + moved), calendar);
  const nominal = (row.unit === 'month' ? addMonths(start, row.value) : start + row.value) + moved;
  return endOfDay(row.roll ? rollForward(calendar, nominal) : certain(nominal), calendar, nominal);
}

// A backward limit never rolls: lodging through the portal on a rest day is valid.
function backwardDue(row: LimitRow, end: number, calendar: Calendar): Due {
  const counted =
    row.unit === 'wd'
      ? countWorkdays(calendar, end, -row.value)
      : certain(row.unit === 'month' ? addMonths(end, -row.value) : end - row.value);
  const day = row.wholeDaysBetween ? counted.day - 1 : counted.day;
  return endOfDay({ ...counted, day }, calendar);
}

// A date written in a document stands as written; only what is computed from it rolls.
function movedFromNamedDate(row: LimitRow, at: Date | string, calendar: Calendar, moved: number): Due {
  const named = typeof at === 'string' ? parseMoment(at) : { at, dayOnly: false };
  if (!named) throw new RangeError(`not a date: ${String(at)}`);
  if (hourUnitMs(row.unit) !== undefined) {
    return { nominalOn: null, dueOn: null, dueAt: named.at, provisional: false };
  }
  const day = dayNumberOf(named.at);
  if (moved === 0) {
    const due = endOfDay(certain(day), calendar);
    return named.dayOnly ? due : { ...due, dueAt: named.at };
  }
  if (row.unit === 'wd') return endOfDay(countWorkdays(calendar, day, moved), calendar);
  return endOfDay(
    row.roll ? rollForward(calendar, day + moved) : certain(day + moved),
    calendar,
    day + moved,
  );
}

const certain = (day: number): CountedDay => ({ day, provisional: false });

// Even a date that needs no rolling is provisional in an unpublished year: its reminders count working days.
function endOfDay(counted: CountedDay, calendar: Calendar, nominal = counted.day): Due {
  return {
    nominalOn: dayText(nominal),
    dueOn: dayText(counted.day),
    dueAt: startOfDay(counted.day + 1),
    provisional: counted.provisional || !calendar.covers(counted.day, counted.day),
  };
}

/** A pause from the day of its cause (e.g. entrustment) to the day it ended; both `YYYY-MM-DD`. */
export interface PauseInterval {
  start: string;
  end: string;
}

/**
 * Calendar days a clock stood still: of each pause the first day is not counted, the last is (length = end − start);
 * days covered by several pauses count once. Throws RangeError on a day that is none; a pause that ends before it
 * starts counts nothing.
 */
export function pausedDays(intervals: readonly PauseInterval[]): number {
  return pausedSpans(intervals).reduce((sum, [start, end]) => sum + end - start, 0);
}

/** The paused days in the unit the row counts in: working days on wd rows, calendar days on d and month rows. */
export function pausedFor(
  row: Pick<LimitRow, 'unit'>,
  intervals: readonly PauseInterval[],
  calendar: Calendar,
): number {
  if (row.unit !== 'wd') return pausedDays(intervals);
  let count = 0;
  for (const [start, end] of pausedSpans(intervals)) {
    for (let day = start + 1; day <= end; day++) if (calendar.isWorkdayNumber(day)) count++;
  }
  return count;
}

function pausedSpans(intervals: readonly PauseInterval[]): Array<[number, number]> {
  const spans = intervals
    .map(({ start, end }): [number, number] => [dayNumber(start), dayNumber(end)])
    .filter(([start, end]) => end > start)
    .sort(([a], [b]) => a - b);
  const merged: Array<[number, number]> = [];
  for (const [start, end] of spans) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

/** Calendar days from one Shanghai day to another, the first not counted (gross length of a period). */
export function grossDays(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/** Gross days less the paused days that lie within the period. */
export function netDays(from: string, to: string, intervals: readonly PauseInterval[]): number {
  const clipped = intervals.map(({ start, end }) => ({
    start: start < from ? from : start,
    end: end > to ? to : end,
  }));
  return grossDays(from, to) - pausedDays(clipped);
}
