import { randomUUID } from 'node:crypto';
import type { Actor } from './actor.ts';
import { liveCase, openCase, settingsOf } from './cases.ts';
import { one, type Trx } from './db.ts';
import { latestDefinitions, type Definition } from './definitions.ts';
import { objectOf, objectVariables } from './object.ts';
import { enqueue } from './outbox.ts';
import { now } from './time.ts';

/** A message one case sends to another process; `payload` holds ids, codes and dates only. */
export interface Outgoing {
  name: string;
  /** Correlation key; with the name also the id by which the broker knows a repeat. */
  key: string;
  /** How long the broker keeps it for a receiver that is not there yet, in milliseconds. */
  ttl: number;
  payload: Record<string, unknown>;
  /** The case that sends it. */
  caseId: string;
}

/** What became of a message. */
export type Delivery =
  | { how: 'started' | 'attached'; caseId: string; caseNo: string }
  | { how: 'sent' }
  | { how: 'parked' | 'already-parked' };

/**
 * Send a message to whatever process receives it. A process that starts by it and owns its cases gets the case row
 * first, so that nothing is lost while the engine is away; a repeat of the key while that case lives is attached to
 * it. A message that no deployed process receives is kept in `pending_trigger` and shown as 待启动.
 */
export async function sendMessage(trx: Trx, actor: Actor, message: Outgoing): Promise<Delivery> {
  // Two equal messages at once must become one case, one row.
  await trx.raw('select pg_advisory_xact_lock(hashtext(?))', [`message:${message.name}:${message.key}`]);
  const deployed = await latestDefinitions(trx);
  const starts = deployed.find(({ meta }) => meta.startMessages.has(message.name));
  if (starts !== undefined && starts.meta.series !== null)
    return startOrAttach(trx, actor, starts, starts.meta.series, message);
  if (starts === undefined && !deployed.some(({ meta }) => meta.catches.has(message.name)))
    return park(trx, message);
  // A helper works inside the sender's case; a running instance must keep its own caseId.
  const caseId = starts === undefined ? {} : { caseId: message.caseId };
  await enqueue(trx, message.caseId, {
    kind: 'message',
    name: message.name,
    key: message.key,
    ttl: message.ttl,
    messageId: message.key,
    variables: { ...message.payload, ...caseId, sourceCaseId: message.caseId },
  });
  return { how: 'sent' };
}

async function startOrAttach(
  trx: Trx,
  actor: Actor,
  { meta }: Definition,
  series: string,
  message: Outgoing,
): Promise<Delivery> {
  const live = await liveCase(trx, meta.process, message.key);
  const made =
    live === undefined
      ? await openCase(trx, actor, {
          process: meta.process,
          series,
          ...settingsOf(meta),
          businessKey: message.key,
          startMessage: message.name,
          entry: 'opened',
          anonymous: true,
          sourceCaseId: message.caseId,
          parties: [],
          ...(await described(trx, meta.name, message)),
        })
      : { caseId: live.case_id, caseNo: live.case_no };
  await linkCases(trx, message.caseId, made.caseId, 'source');
  return { how: live === undefined ? 'started' : 'attached', ...made };
}

/** Enter that one case led to another. A link entered before stays as it was. */
export async function linkCases(trx: Trx, from: string, to: string, kind: string): Promise<void> {
  await trx.raw(
    'insert into case_link (from_case, to_case, kind, at) values (?, ?, ?, ?) on conflict do nothing',
    [from, to, kind, now()],
  );
}

/** Head and variables of a case that another one started: whom and what it is about comes from the sender. */
async function described(trx: Trx, processName: string, { payload, caseId }: Outgoing) {
  // The words of a report stay in the case it was made in.
  const sender = await one<{
    title: string;
    reported: boolean;
    firm_uscc: string | null;
    facts: Record<string, unknown>;
  }>(trx, 'select title_out as title, reported, firm_uscc, facts from cases where case_id = ?', [caseId]);
  const about = typeof payload.unitId === 'string' ? payload.unitId : sender?.firm_uscc;
  const object = await objectOf(trx, about);
  const reason = typeof payload.reason === 'string' ? payload.reason : null;
  const name = object?.name ?? sender?.facts.object;
  return {
    title: [...[name, reason ?? processName, sender?.title].filter(Boolean).join(' · ')]
      .slice(0, 80)
      .join(''),
    unitId: object?.kind === 'unit' ? object.id : null,
    firmUscc: object?.kind === 'firm' ? object.id : null,
    facts: {
      object: name,
      place: sender?.reported ? undefined : sender?.facts.place,
      category: sender?.facts.category,
      description: sender?.title,
      reason,
    },
    search: [name, reason, sender?.title].filter(Boolean).join(' '),
    variables: {
      entry: 'opened',
      anonymous: true,
      source: null,
      receivedAt: now().toISOString(),
      ...payload,
      ...objectVariables(object),
      sourceCaseId: caseId,
    },
  };
}

/** One row per name, key and reason: a hazard may lead to a penalty for two reasons, each once. */
async function park(trx: Trx, { name, key, payload, caseId }: Outgoing): Promise<Delivery> {
  const reason = typeof payload.reason === 'string' ? payload.reason : '接收流程尚未部署';
  const made = await one(
    trx,
    `insert into pending_trigger (trigger_id, case_id, name, key, payload, reason, created_at)
     select ?, ?, ?, ?, ?, ?, ? where not exists (
       select 1 from pending_trigger where name = ? and key = ? and reason = ? and replayed_at is null) returning trigger_id`,
    [randomUUID(), caseId, name, key, JSON.stringify(payload), reason, now(), name, key, reason],
  );
  return { how: made === undefined ? 'already-parked' : 'parked' };
}
