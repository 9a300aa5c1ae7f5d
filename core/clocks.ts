import { randomUUID } from 'node:crypto';
import { act } from './act.ts';
import type { Actor } from './actor.ts';
import { one, rows, type Trx } from './db.ts';
import { computeDue, pausedFor, type Due, type PauseInterval } from './due.ts';
import { ladderAt, warnAt } from './ladder.ts';
import type { Law } from './law.ts';
import type { LegalClock } from './legal-pack.ts';
import { now, shanghaiDayOf } from './time.ts';

/** A running time limit as stored; instants are Dates, days `YYYY-MM-DD`. */
export interface ClockRow {
  clock_id: string;
  case_id: string;
  item_id: string | null;
  task_id: string | null;
  scope_id: string | null;
  element_id: string | null;
  key: string;
  name_zh: string;
  article: string;
  pack_version: number;
  started_at: Date;
  fixed_on: string | null;
  nominal_on: string | null;
  due_on: string | null;
  due_at: Date;
  warn_at: Date | null;
  provisional: boolean;
  paused_since: Date | null;
  extended_days: number;
  extensions: number;
  state: 'open' | 'closed' | 'superseded' | 'cancelled';
  closed_at: Date | null;
  ring_key: string | null;
  ring_message: string | null;
  level: number;
  next_at: Date | null;
  next_kind: string | null;
  /** Who may ask for a longer time where no task carries the clock. */
  asker_groups: string[] | null;
}

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

const COLUMNS = [
  'clock_id',
  'case_id',
  'item_id',
  'task_id',
  'scope_id',
  'element_id',
  'key',
  'name_zh',
  'article',
  'pack_version',
  'started_at',
  'fixed_on',
  'nominal_on',
  'due_on',
  'due_at',
  'warn_at',
  'provisional',
  'paused_since',
  'extended_days',
  'extensions',
  'state',
  'closed_at',
  'ring_key',
  'ring_message',
  'level',
  'next_at',
  'next_kind',
  'asker_groups',
] as const satisfies readonly (keyof ClockRow)[];

/** Store planned clocks and their first event, two statements however many there are. */
export async function storeClocks(trx: Trx, clocks: readonly ClockRow[], actor: Actor): Promise<void> {
  if (clocks.length === 0) return;
  const columns = COLUMNS.join(', ');
  await trx.raw(
    `with made as (insert into clock (${columns})
                   select ${columns} from jsonb_populate_recordset(null::clock, ?::jsonb) returning *)
     insert into clock_event (clock_id, seq, kind, at, by, after)
     select clock_id, 1, 'open', started_at, ?, jsonb_build_object('dueAt', due_at, 'key', key) from made`,
    [JSON.stringify(clocks), actor.account],
  );
}

/** Append to a clock's ledger. */
export async function clockEvent(
  trx: Trx,
  clockId: string,
  event: {
    kind: string;
    by: string;
    level?: number;
    grp?: string;
    before?: unknown;
    after?: unknown;
    reason?: string;
  },
): Promise<void> {
  await trx.raw(
    `insert into clock_event (clock_id, seq, kind, level, grp, at, by, before, after, reason)
     select ?, coalesce(max(seq), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ? from clock_event where clock_id = ?`,
    [
      clockId,
      event.kind,
      event.level ?? null,
      event.grp ?? null,
      now(),
      event.by,
      event.before === undefined ? null : JSON.stringify(event.before),
      event.after === undefined ? null : JSON.stringify(event.after),
      event.reason ?? null,
      clockId,
    ],
  );
}

/**
 * The clock, locked for a change, and its open task before it: whoever needs several rows of a case locks task, clock and
 * chain (`record_act`) in this order, or two of them wait for each other. Undefined if there is none of that id.
 */
export async function lockClock(trx: Trx, clockId: string): Promise<ClockRow | undefined> {
  await trx.raw(`select 1 from task where clock_id = ? and state = 'open' for update`, [clockId]);
  return one<ClockRow>(trx, 'select * from clock where clock_id = ? for update', [clockId]);
}

/** Close an open clock at `at` (the instant of the act, which may lie before now). A closed or absent one is left as it is. */
export async function closeClock(
  trx: Trx,
  clockId: string | null,
  actor: Actor,
  at: Date = now(),
  state: 'closed' | 'superseded' | 'cancelled' = 'closed',
): Promise<boolean> {
  if (clockId === null) return false;
  const closed = await one<{ clock_id: string }>(
    trx,
    `update clock set state = ?, closed_at = ?, next_at = null where clock_id = ? and state = 'open' returning clock_id`,
    [state, at, clockId],
  );
  if (closed) await clockEvent(trx, clockId, { kind: 'close', by: actor.account, reason: state });
  return closed !== undefined;
}

/** Pauses of a clock as day intervals; one still running ends today for the purpose of counting. */
export async function pausesOf(trx: Trx, clockId: string): Promise<PauseInterval[]> {
  const events = await rows<{ kind: string; at: Date }>(
    trx,
    `select kind, at from clock_event where clock_id = ? and kind in ('pause', 'resume') order by seq`,
    [clockId],
  );
  const pauses: PauseInterval[] = [];
  for (const event of events) {
    if (event.kind === 'pause') pauses.push({ start: shanghaiDayOf(event.at), end: shanghaiDayOf(now()) });
    else if (pauses.length > 0) pauses.at(-1)!.end = shanghaiDayOf(event.at);
  }
  return pauses;
}

/**
 * Compute the clock's dates anew (after a pause, an extension, a newly published year), keep what has rung, and say
 * so in the ledger and the audit trail. Updates the due date shown on its task. Returns the new row.
 */
export async function replan(
  trx: Trx,
  law: Law,
  clock: ClockRow,
  actor: Actor,
  event: { kind: string; reason?: string; act: string },
): Promise<ClockRow> {
  const row = law.clock(clock.pack_version, clock.key);
  const due = dueOf(law, clock, await pausesOf(trx, clock.clock_id));
  const warn = warnAt(row, due, clock.started_at, law.calendar, law.ladder);
  const next: ClockRow = {
    ...clock,
    nominal_on: due.nominalOn,
    due_on: due.dueOn,
    due_at: due.dueAt,
    warn_at: warn,
    provisional: due.provisional,
  };
  const bell = clock.paused_since
    ? { next_at: null, next_kind: null }
    : nextBell(law, row, due, { ...next, next_kind: null });
  await trx.raw(
    `update clock set nominal_on = ?, due_on = ?, due_at = ?, warn_at = ?, provisional = ?, paused_since = ?,
       extended_days = ?, extensions = ?, next_at = ?, next_kind = ? where clock_id = ?`,
    [
      next.nominal_on,
      next.due_on,
      next.due_at,
      next.warn_at,
      next.provisional,
      next.paused_since,
      next.extended_days,
      next.extensions,
      bell.next_at,
      bell.next_kind,
      clock.clock_id,
    ],
  );
  await trx.raw('update task set due_at = ?, warn_at = ? where clock_id = ? and state = ?', [
    due.dueAt,
    warn,
    clock.clock_id,
    'open',
  ]);
  await trx.raw(
    'update task_candidate set due_at = ? where task_id in (select task_id from task where clock_id = ?)',
    [due.dueAt, clock.clock_id],
  );
  const before = { dueAt: clock.due_at.toISOString() };
  const after = { dueAt: due.dueAt.toISOString() };
  await clockEvent(trx, clock.clock_id, {
    kind: event.kind,
    by: actor.account,
    before,
    after,
    ...(event.reason ? { reason: event.reason } : {}),
  });
  await act(trx, {
    caseId: clock.case_id,
    actor,
    act: event.act,
    subject: clock.key,
    before,
    after,
    more: { clockId: clock.clock_id, reason: event.reason },
  });
  return { ...next, ...bell };
}
