import { SYSTEM } from './actor.ts';
import { replan } from './clock-replan.ts';
import { clockEvent, lockClock, type ClockRow } from './clocks.ts';
import { one, type Trx } from './db.ts';
import { conflict, notFound } from './errors.ts';
import { law } from './law.ts';
import type { LegalPack } from './legal-pack.ts';
import { actorOf } from './people.ts';
import { judgeExtension } from './rules/extension.ts';
import { now } from './time.ts';

/** An application for a longer time, as stored. */
export interface ExtensionRow {
  extension_id: string;
  clock_id: string;
  days: number;
  data: Record<string, unknown>;
  requested_at: Date;
  state: 'requested' | 'granted' | 'refused';
}

export interface Decision {
  /** Account of who decided; `system` where a rule did. */
  by: string;
  reason: string;
}

/** The application, locked for its decision. */
export const lockExtension = (trx: Trx, extensionId: string): Promise<ExtensionRow | undefined> =>
  one<ExtensionRow>(trx, 'select * from extension where extension_id = ? for update', [extensionId]);

/** Why an application cannot be heard, the first reason first; empty: it goes to the approver (legal-rules §5). */
export async function refusalsOf(
  trx: Trx,
  clock: ClockRow,
  request: ExtensionRow,
): Promise<{ code: string; message: string }[]> {
  const { calendar } = await law(trx);
  const { refusals } = judgeExtension(await packOf(trx, clock), calendar, {
    key: clock.key,
    due: { dueOn: clock.due_on, dueAt: clock.due_at },
    requestedAt: request.requested_at,
    days: request.days,
    used: clock.extensions,
    extendedDays: clock.extended_days,
  });
  return [
    ...refusals,
    ...(clock.state === 'open' ? [] : [{ code: 'not-running', message: '该时限已经止算' }]),
    ...(request.state === 'requested' ? [] : [{ code: 'decided', message: '该申请已有结论' }]),
  ];
}

/** The group that decides on a longer time for this clock; null where it cannot be lengthened. */
export const approverOf = async (trx: Trx, clock: ClockRow): Promise<string | null> =>
  (await packOf(trx, clock)).clocks.get(clock.key)?.extension?.approver ?? null;

/** The pack the clock was computed with: a later one does not move it. */
async function packOf(trx: Trx, clock: ClockRow): Promise<LegalPack> {
  const pack = (await law(trx)).packs.find(({ version }) => version === clock.pack_version);
  if (pack === undefined) throw notFound(`没有第${clock.pack_version}版时限依据库`);
  return pack;
}

/** Keep with the application by which rule it was refused, in words for the applicant. */
export async function noteRefusal(
  trx: Trx,
  extensionId: string,
  rule: string,
  reason: string,
): Promise<void> {
  await trx.raw(
    `update extension set refused_rule = ?, data = data || jsonb_build_object('refusal', ?::text) where extension_id = ?`,
    [rule, reason, extensionId],
  );
}

async function clockOf(trx: Trx, request: ExtensionRow): Promise<ClockRow> {
  const clock = await lockClock(trx, request.clock_id);
  if (clock === undefined) throw notFound('申请延期的时限不存在');
  return clock;
}

/**
 * Lengthen the clock by the granted days, counted from the nominal end (legal-rules §5.2). Also one that has run out or
 * stopped in the meantime: the application was in time, so the new date counts for C4. What has rung stays in the
 * ledger; the ladder starts anew for the new date. Throws 409 for days outside 1…requested.
 */
export async function grantExtension(
  trx: Trx,
  request: ExtensionRow,
  decision: Decision & { days: number },
): Promise<{ key: string; before: Date; after: Date }> {
  const { days, by } = decision;
  if (!Number.isInteger(days) || days < 1 || days > request.days)
    throw conflict(`批准天数应为1至${request.days}的整数，现为${days}`);
  const clock = await clockOf(trx, request);
  const rung = clock.level >= 0;
  if (rung) await trx.raw('update clock set level = -1 where clock_id = ?', [clock.clock_id]);
  const longer = {
    ...clock,
    level: -1,
    extended_days: clock.extended_days + days,
    extensions: clock.extensions + 1,
  };
  const note = rung ? '批准前已有的超期升级记录保留' : '';
  const unit = (await packOf(trx, clock)).clocks.get(clock.key)?.extension?.unit === 'wd' ? '个工作日' : '日';
  const reason = [`批准延长${days}${unit}`, decision.reason, note].filter(Boolean).join(';');
  const actor = (await actorOf(trx, by)) ?? SYSTEM;
  const next = await replan(trx, await law(trx), longer, actor, {
    kind: 'extend',
    reason,
    act: 'clock.extended',
  });
  // One that stands already must not ring.
  if (clock.state !== 'open')
    await trx.raw('update clock set next_at = null where clock_id = ?', [clock.clock_id]);
  await trx.raw(
    `update extension set state = 'granted', granted_days = ?, decided_by = ?, decided_at = ?, due_after = ? where extension_id = ?`,
    [days, by, now(), next.due_at, request.extension_id],
  );
  return { key: clock.key, before: clock.due_at, after: next.due_at };
}

/** Enter that the time was not lengthened, and why. Returns the clock's key. */
export async function refuseExtension(
  trx: Trx,
  request: ExtensionRow,
  decision: Decision & { rule: string | null },
): Promise<string> {
  const clock = await clockOf(trx, request);
  await clockEvent(trx, clock.clock_id, {
    kind: 'refuse',
    by: decision.by,
    ...(decision.reason ? { reason: decision.reason } : {}),
  });
  await trx.raw(
    `update extension set state = 'refused', refused_rule = coalesce(?, refused_rule), decided_by = ?, decided_at = ?,
       data = data || jsonb_build_object('refusal', ?::text) where extension_id = ?`,
    [decision.rule, decision.by, now(), decision.reason, request.extension_id],
  );
  return clock.key;
}
