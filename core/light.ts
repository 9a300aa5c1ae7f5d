import { workdaysBetween, type Calendar } from './calendar.ts';
import { now, shanghaiDayOf } from './time.ts';

export interface Light {
  light: 'green' | 'yellow' | 'red' | null;
  /** Always a word beside the colour: 剩3个工作日, 今天到期, 超期2个工作日. */
  lightText: string;
}

const HOUR_MS = 3_600_000;

/**
 * The deadline light of an open matter: green, yellow from the reminder on, red when overdue. Day limits speak in
 * working days, hour limits (`dueOn` null) in hours and minutes. Without a limit there is no light.
 */
export function lightOf(
  limit: { dueAt: Date | null; warnAt: Date | null; dueOn: string | null; provisional?: boolean },
  calendar: Calendar,
  at: Date = now(),
): Light {
  if (limit.dueAt === null) return { light: null, lightText: '无时限' };
  const late = at >= limit.dueAt;
  const light = late ? 'red' : limit.warnAt !== null && at >= limit.warnAt ? 'yellow' : 'green';
  const text = limit.dueOn === null ? hours(limit.dueAt, at, late) : days(limit.dueOn, calendar, at, late);
  return { light, lightText: limit.provisional ? `${text}（暂定）` : text };
}

/** The light of a row of `clock`, or of a task with its clock's days. */
export const lightOfRow = (
  row: { due_at: Date | null; warn_at: Date | null; due_on: string | null; provisional: boolean | null },
  calendar: Calendar,
): Light =>
  lightOf(
    { dueAt: row.due_at, warnAt: row.warn_at, dueOn: row.due_on, provisional: row.provisional ?? false },
    calendar,
  );

function days(dueOn: string, calendar: Calendar, at: Date, late: boolean): string {
  const today = shanghaiDayOf(at);
  if (late) return `超期${Math.max(1, workdaysBetween(calendar, dueOn, today))}个工作日`;
  if (dueOn === today) return '今天到期';
  return `剩${workdaysBetween(calendar, today, dueOn)}个工作日`;
}

function hours(dueAt: Date, at: Date, late: boolean): string {
  const gap = Math.abs(dueAt.getTime() - at.getTime());
  const amount =
    gap >= HOUR_MS ? `${Math.floor(gap / HOUR_MS)}小时` : `${Math.max(1, Math.ceil(gap / 60_000))}分钟`;
  return late ? `超时${amount}` : `剩${amount}`;
}
