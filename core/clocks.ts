import type { Actor } from './actor.ts';
import { one, rows, type Trx } from './db.ts';
import type { PauseInterval } from './due.ts';
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
