import { randomUUID } from 'node:crypto';
import type { ClockRow } from './clocks.ts';
import { computeDue, pausedFor, type Due, type PauseInterval } from './due.ts';
import { ladderAt, warnAt } from './ladder.ts';
import type { Law } from './law.ts';
import type { LegalClock } from './legal-pack.ts';
import { now, shanghaiDayOf } from './time.ts';

/** What a new clock is about. */
export interface NewClock {
  caseId: string;
  key: string;
  /** Start of the period; default now. */
  from?: Date | undefined;
  /** A date a document names instead of the pack's value (`clock-date`); an instant for an appointment. */
  on?: string | null | undefined;
  itemId?: string | null | undefined;
  taskId?: string | null | undefined;
  scopeId?: string | null | undefined;
  elementId?: string | null | undefined;
  /** Correlation key of `clock.expired` (task clocks) or of the ring message. */
  ringKey?: string | null | undefined;
  /** Message published once at the due instant (clocks opened by `clock.open`). */
  ringMessage?: string | null | undefined;
  askerGroups?: string[] | null | undefined;
}

/** A clock not yet stored: its row, ready for insert, computed from the pack in force on the day it starts. */
export function planClock(law: Law, fresh: NewClock): ClockRow {
  const started = fresh.from ?? now();
  const pack = law.on(shanghaiDayOf(started));
  const row = law.clock(pack.version, fresh.key);
  const due = computeDue(row, started, law.calendar, { at: fresh.on ?? null });
  const clock: ClockRow = {
    clock_id: randomUUID(),
    case_id: fresh.caseId,
    item_id: fresh.itemId ?? null,
    task_id: fresh.taskId ?? null,
    scope_id: fresh.scopeId ?? null,
    element_id: fresh.elementId ?? null,
    key: fresh.key,
    name_zh: row.nameZh,
    article: row.article,
    pack_version: pack.version,
    started_at: started,
    fixed_on: dayNamed(fresh.on),
    nominal_on: due.nominalOn,
    due_on: due.dueOn,
    due_at: due.dueAt,
    warn_at: warnAt(row, due, started, law.calendar, law.ladder),
    provisional: due.provisional,
    paused_since: null,
    extended_days: 0,
    extensions: 0,
    state: 'open',
    closed_at: null,
    ring_key: fresh.ringKey ?? null,
    ring_message: fresh.ringMessage ?? null,
    level: -1,
    next_at: null,
    next_kind: null,
    asker_groups: fresh.askerGroups ?? null,
  };
  return { ...clock, ...nextBell(law, row, due, clock) };
}

/** The Shanghai day of a date or an instant. */
const dayNamed = (on: string | null | undefined): string | null =>
  on == null || on.length <= 10 ? (on ?? null) : shanghaiDayOf(new Date(on));

/**
 * The next instant at which the bell must do something for this clock: remind (once), then each level of the ladder.
 * A clock that only rings a message (回访日, 约谈日) has no ladder: its end is an appointment, nobody is late.
 */
export function nextBell(
  law: Law,
  row: LegalClock,
  due: Due,
  clock: Pick<ClockRow, 'level' | 'started_at' | 'warn_at' | 'ring_message' | 'next_kind'>,
): { next_at: Date | null; next_kind: string | null } {
  if (clock.ring_message !== null)
    return clock.level < 0 ? { next_at: due.dueAt, next_kind: 'ring' } : { next_at: null, next_kind: null };
  if (clock.level < 0 && clock.next_kind === null) return { next_at: clock.warn_at, next_kind: 'warn' };
  const step = ladderAt(row, due, clock.started_at, law.calendar, law.ladder).find(
    (s) => s.level > clock.level,
  );
  return step ? { next_at: step.at, next_kind: `level:${step.level}` } : { next_at: null, next_kind: null };
}

/** Where the period of a stored clock ends, as the pack version it was opened with says. */
export function dueOf(law: Law, clock: ClockRow, pauses: PauseInterval[]): Due {
  const row = law.clock(clock.pack_version, clock.key);
  return computeDue(row, clock.started_at, law.calendar, {
    at: clock.fixed_on,
    pausedDays: pausedFor(row, pauses, law.calendar),
    extensionDays: clock.extended_days,
  });
}
