import { act } from './act.ts';
import type { Actor } from './actor.ts';
import { dueOf, nextBell } from './clock-plan.ts';
import { clockEvent, pausesOf, type ClockRow } from './clocks.ts';
import type { Trx } from './db.ts';
import { warnAt } from './ladder.ts';
import type { Law } from './law.ts';

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
