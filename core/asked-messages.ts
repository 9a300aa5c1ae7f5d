import { randomUUID } from 'node:crypto';
import type { Actor } from './actor.ts';
import { one, rows, type Trx } from './db.ts';
import { definition, type AskedMessage, type Definition } from './definitions.ts';
import { conflict, notFound } from './errors.ts';
import { objectOf } from './object.ts';
import { may, require } from './policies.ts';
import { prefill } from './prefill.ts';
import { accept } from './submission/accept.ts';
import { keep } from './submission/keep.ts';
import { now } from './time.ts';

/** The case was listening when it was sent; a moment later it may listen again (domain README §4.1: 1 day). */
const TTL_MS = 24 * 3600_000;

/**
 * Messages the actor may send to a case now: those whose event listens in the version that runs, and whose senders he is
 * one of. In: a case the actor may see.
 */
export async function askable(
  trx: Trx,
  actor: Actor,
  caseId: string,
): Promise<{ elementId: string; name: string }[]> {
  const { open } = await listening(trx, actor, caseId);
  return open.map(({ elementId, name }) => ({ elementId, name }));
}

/** The form of such a message, as it opens. Throws 404 and 409 as `sendAsked` does. */
export async function askedForm(trx: Trx, actor: Actor, caseId: string, elementId: string) {
  const { asked, deployed } = await oneOf(trx, actor, caseId, elementId);
  const form = deployed.form(asked.formId);
  return {
    name: asked.name,
    formId: form.id,
    schema: form.schema,
    data: await prefill(trx, form, { actor, caseId }),
  };
}

/**
 * Send it: accept → keep, with audit row and message, in one transaction. The engine gets `requestId`, `requestedAt`
 * and what the form gives it. Throws 404 for an event the diagram has not, 403 for whom it is not meant, 409 when the
 * case does not listen, 400 with field errors.
 */
export async function sendAsked(
  trx: Trx,
  actor: Actor,
  caseId: string,
  elementId: string,
  sent: unknown,
): Promise<{ requestId: string }> {
  const { asked, deployed } = await oneOf(trx, actor, caseId, elementId);
  const form = deployed.form(asked.formId);
  const accepted = await accept(trx, actor, form, sent, { caseId });
  const requestId = randomUUID();
  const at = now();
  await keep(trx, actor, accepted, {
    submissionId: requestId,
    caseId,
    elementId,
    itemId: null,
    scopeId: null,
    at,
    task: null,
    answer: accepted.engine,
    papers: [],
    act: {
      act: 'message.asked',
      subject: elementId,
      more: { element: asked.name, form: form.id, submissionId: requestId },
    },
    send: {
      kind: 'message',
      name: asked.message,
      key: caseId,
      ttl: TTL_MS,
      messageId: requestId,
      variables: { ...accepted.engine, requestId, requestedAt: at.toISOString() },
    },
  });
  return { requestId };
}

async function oneOf(trx: Trx, actor: Actor, caseId: string, elementId: string) {
  const { deployed, open, object } = await listening(trx, actor, caseId);
  const asked = deployed?.meta.asked.find((one) => one.elementId === elementId);
  if (deployed === undefined || asked === undefined) throw notFound('这件案件不接收这种来件');
  require(actor, 'message.send', { sentBy: asked.sentBy, object });
  if (!open.includes(asked)) throw conflict(`案件现在不能办理“${asked.name}”，请刷新后查看进展`);
  return { asked, deployed };
}

interface Listening {
  deployed: Definition | undefined;
  open: AskedMessage[];
  object: string | null;
}

async function listening(trx: Trx, actor: Actor, caseId: string): Promise<Listening> {
  const running = await one<{
    broker_epoch: string;
    instance_key: string;
    definition_key: string;
    about: string | null;
  }>(
    trx,
    `select c.broker_epoch, c.instance_key, i.definition_key, coalesce(c.unit_id, c.firm_uscc) as about from cases c
     join instance i on i.broker_epoch = c.broker_epoch and i.instance_key = c.instance_key
     where c.case_id = ? and c.status = 'open'`,
    [caseId],
  );
  const deployed = running && (await definition(trx, running.definition_key));
  if (deployed === undefined || deployed.meta.asked.length === 0) return { deployed, open: [], object: null };
  const object = (await objectOf(trx, running!.about))?.group ?? null;
  const active = await rows<{ element_id: string }>(
    trx,
    `select distinct element_id from element_visit where broker_epoch = ? and instance_key = ? and state = 'active'`,
    [running!.broker_epoch, running!.instance_key],
  );
  const at = new Set(active.map(({ element_id }) => element_id));
  const open = deployed.meta.asked.filter(
    ({ sentBy, openWhile }) =>
      may(actor, 'message.send', { sentBy, object }) && openWhile.some((id) => at.has(id)),
  );
  return { deployed, open, object };
}
