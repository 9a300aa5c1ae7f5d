import { readFileSync } from 'node:fs';
import { countWorkdays, type Calendar } from './calendar.ts';
import { readCsv, type CsvRow } from './csv.ts';
import { dayNumber, dayNumberOf, startOfDay } from './days.ts';
import { hourUnitMs, type Due, type LimitRow } from './due.ts';
import type { ClockUnit } from './legal-pack.ts';

export type LadderLevel = 0 | 1 | 2 | 3;

/** When a reminder is given, for rows of these units whose value lies in `fromValue`…`toValue`. */
export interface WarnRule {
  units: readonly ClockUnit[];
  fromValue: number;
  toValue: number | null;
  /** working days before the due day, or percent of the period that is left */
  before: number;
  beforeUnit: 'wd' | '%';
  /** time of day `HH:MM`, Shanghai; null for percent rules */
  atTime: string | null;
}

/** When an overdue clock climbs to a desk. */
export interface LadderRule {
  units: readonly ClockUnit[];
  level: LadderLevel;
  nameZh: string;
  /** `handler` and `unit-head` are relative to the task; other values are groups */
  desk: string;
  /** working days after the due day, or percent of the period; 0 is at once */
  after: number;
  afterUnit: 'wd' | '%';
}

/** The settings of reminders and ladder (data: warn.csv and ladder.csv). */
export interface LadderRules {
  warn: readonly WarnRule[];
  levels: readonly LadderRule[];
}

/** One level of the ladder of one clock. */
export interface LadderStep {
  level: LadderLevel;
  at: Date;
  nameZh: string;
  desk: string;
  /** true if the date rests on a year whose holidays are not yet published */
  provisional: boolean;
}

/** Build the settings from rows with the column names of warn.csv and ladder.csv. */
export function ladderFromRows(warnRows: readonly CsvRow[], levelRows: readonly CsvRow[]): LadderRules {
  return {
    warn: warnRows.map((row) => ({
      units: (row.units ?? '').split(';') as ClockUnit[],
      fromValue: Number(row.from_value),
      toValue: row.to_value ? Number(row.to_value) : null,
      before: Number(row.before),
      beforeUnit: row.before_unit as WarnRule['beforeUnit'],
      atTime: row.at_time || null,
    })),
    levels: levelRows.map((row) => ({
      units: (row.units ?? '').split(';') as ClockUnit[],
      level: Number(row.level) as LadderLevel,
      nameZh: row.name_zh ?? '',
      desk: row.desk ?? '',
      after: Number(row.after),
      afterUnit: row.after_unit as LadderRule['afterUnit'],
    })),
  };
}

/**
 * When to remind of a clock, never after its end. May lie before `from` on a period that is all holidays:
 * then the reminder is due at once. Throws RangeError if the settings have no rule for the row.
 */
export function warnAt(row: LimitRow, due: Due, from: Date, calendar: Calendar, rules: LadderRules): Date {
  const rule = rules.warn.find(
    (r) =>
      r.units.includes(row.unit) &&
      row.value >= r.fromValue &&
      (r.toValue === null || row.value <= r.toValue),
  );
  if (!rule) throw new RangeError(`no reminder rule for ${row.value} ${row.unit}`);
  if (rule.beforeUnit === '%') {
    return new Date(due.dueAt.getTime() - (periodMs(row, due, from) * rule.before) / 100);
  }
  const day = countWorkdays(calendar, lastDay(due), -rule.before).day;
  const at = new Date(startOfDay(day).getTime() + minutesOf(rule.atTime) * 60_000);
  return at < due.dueAt ? at : due.dueAt;
}

/** The instants at which an unanswered clock climbs, level 0 first. */
export function ladderAt(
  row: LimitRow,
  due: Due,
  from: Date,
  calendar: Calendar,
  rules: LadderRules,
): LadderStep[] {
  return rules.levels
    .filter((rule) => rule.units.includes(row.unit))
    .sort((a, b) => a.level - b.level)
    .map(({ level, nameZh, desk, after, afterUnit }) => {
      if (after === 0) return { level, at: due.dueAt, nameZh, desk, provisional: due.provisional };
      if (afterUnit === '%') {
        const at = new Date(due.dueAt.getTime() + (periodMs(row, due, from) * after) / 100);
        return { level, at, nameZh, desk, provisional: false };
      }
      const { day, provisional } = countWorkdays(calendar, lastDay(due), after);
      return { level, at: startOfDay(day + 1), nameZh, desk, provisional: provisional || due.provisional };
    });
}

// A document's date may have replaced the pack's value, so the period is what really runs.
function periodMs(row: LimitRow, due: Due, from: Date): number {
  if (row.direction === 'backward') return row.value * (hourUnitMs(row.unit) ?? 0);
  return Math.max(0, due.dueAt.getTime() - from.getTime());
}

const lastDay = (due: Due): number => (due.dueOn === null ? dayNumberOf(due.dueAt) : dayNumber(due.dueOn));

function minutesOf(time: string | null): number {
  const [hours = 0, minutes = 0] = (time ?? '00:00').split(':').map(Number);
  return hours * 60 + minutes;
}

const dataFile = (name: string): string =>
  readFileSync(new URL(`../migrations/data/${name}`, import.meta.url), 'utf8');

let shipped: LadderRules | undefined;

/** The settings shipped with the product, read once; for the command line and tests. */
export function shippedLadder(): LadderRules {
  shipped ??= ladderFromRows(readCsv(dataFile('warn.csv')), readCsv(dataFile('ladder.csv')));
  return shipped;
}
