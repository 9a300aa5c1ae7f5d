import { randomUUID } from 'node:crypto';
import type { Actor } from './actor.ts';
import { lockClock, type ClockRow } from './clocks.ts';
import { one, type Trx } from './db.ts';
import { latestDefinition } from './definitions.ts';
import { conflict, notFound } from './errors.ts';
import type { CompiledForm } from './forms/types.ts';
import type { Law } from './law.ts';
import { may, require } from './policies.ts';
import { prefill } from './prefill.ts';
import { accept } from './submission/accept.ts';
import { keep } from './submission/keep.ts';
import { now } from './time.ts';

const PROCESS = 'extension-approval';
/** Start event of that process: what an application is a submission of. */
const ELEMENT = 'requested';
const TTL_MS = 3600_000;

/** Whom a limit binds: who holds the task that carries it, else whom it names itself. */
const bound = (clock: ClockRow, taskGroups: string[] | null | undefined): { groups: string[] } => ({
  groups: taskGroups ?? clock.asker_groups ?? [],
});

/** Whether the law lets this running limit be lengthened, and the actor ask for it. */
export const mayAsk = (
  theLaw: Law,
  actor: Actor,
  clock: ClockRow,
  taskGroups: string[] | null = null,
): boolean =>
  clock.state === 'open' &&
  theLaw.clock(clock.pack_version, clock.key).extension !== null &&
  may(actor, 'clock.extend', bound(clock, taskGroups));

/** The application form for a clock, filled with what is known of it. */
export async function extensionForm(trx: Trx, actor: Actor, caseId: string, clockId: string) {
  const { form } = await applicable(trx, actor, caseId, clockId);
  return { formId: form.id, schema: form.schema, data: await prefill(trx, form, { actor, caseId, clockId }) };
}

/**
 * Ask for a longer time: one live application per clock, the time of sending counts. Whether it is admissible
 * (before expiry, within the ceiling, count left) is decided by the process, so that every refusal is on record.
 * Throws 400 with field errors, 409 while another application is open.
 */
export async function requestExtension(
  trx: Trx,
  actor: Actor,
  caseId: string,
  clockId: string,
  sent: Record<string, unknown>,
): Promise<{ extensionId: string }> {
  const { clock, form } = await applicable(trx, actor, caseId, clockId);
  const accepted = await accept(trx, actor, form, sent, { caseId, clockId });
  const live = await one(trx, `select 1 from extension where clock_id = ? and state = 'requested'`, [
    clockId,
  ]);
  if (live !== undefined)
    throw conflict('该时限已有一份延期申请正在审批，不能重复申请', { rule: 'extension.one-live' });
  const extensionId = randomUUID();
  const at = now();
  const days = Number(accepted.data.days);
  await trx('extension').insert({
    extension_id: extensionId,
    clock_id: clockId,
    case_id: caseId,
    days,
    data: JSON.stringify(accepted.data),
    requested_by: actor.account,
    requested_at: at,
    due_before: clock.due_at,
  });
  await keep(trx, actor, accepted, {
    submissionId: extensionId,
    caseId,
    elementId: ELEMENT,
    itemId: clock.item_id,
    scopeId: clockId,
    at,
    task: null,
    answer: { days },
    papers: [],
    act: { act: 'extension.requested', subject: clock.key, more: { clockId, extensionId } },
    send: {
      kind: 'message',
      name: 'extension.request',
      key: clockId,
      ttl: TTL_MS,
      messageId: extensionId,
      variables: { caseId, clockId, requestId: extensionId, days, requestedAt: at.toISOString() },
    },
  });
  return { extensionId };
}

async function applicable(
  trx: Trx,
  actor: Actor,
  caseId: string,
  clockId: string,
): Promise<{ clock: NonNullable<Awaited<ReturnType<typeof lockClock>>>; form: CompiledForm }> {
  const clock = await lockClock(trx, clockId);
  if (clock === undefined || clock.case_id !== caseId) throw notFound('没有找到这个时限，或您无权查看');
  const task = await one<{ groups: string[] }>(trx, 'select groups from task where task_id = ?', [
    clock.task_id,
  ]);
  require(actor, 'clock.extend', bound(clock, task?.groups));
  if (clock.state !== 'open') throw conflict('该时限已经止算，不能申请延期');
  const definition = await latestDefinition(trx, PROCESS);
  return { clock, form: definition.form('extension.request') };
}
