import { act } from './act.ts';
import { SYSTEM, type Actor } from './actor.ts';
import { one, rows, type Trx } from './db.ts';
import { latestDefinitions } from './definitions.ts';
import { conflict, notFound } from './errors.ts';
import { sendMessage, type Delivery } from './messages.ts';
import { now } from './time.ts';

const REPLAY_TTL_MS = 7 * 24 * 3600_000;
const SHOWN = 500;

interface Waiting {
  trigger_id: string;
  case_id: string;
  name: string;
  key: string;
  payload: Record<string, unknown>;
}

/** A message that waits for a process to receive it (待启动). */
export interface PendingTrigger {
  triggerId: string;
  name: string;
  key: string;
  reason: string;
  caseNo: string;
  createdAt: Date;
  /** A deployed process receives it now: it can be started. */
  receivable: boolean;
}

/** What waits, the oldest first; at most 500. For a transaction that sees every case. */
export async function pendingTriggers(trx: Trx): Promise<PendingTrigger[]> {
  const received = await receivedMessages(trx);
  const found = await rows<Waiting & { reason: string; case_no: string; created_at: Date }>(
    trx,
    `select t.*, c.case_no from pending_trigger t join cases c on c.case_id = t.case_id
     where t.replayed_at is null order by t.created_at limit ${SHOWN}`,
  );
  return found.map((row) => ({
    triggerId: row.trigger_id,
    name: row.name,
    key: row.key,
    reason: row.reason,
    caseNo: row.case_no,
    createdAt: row.created_at,
    receivable: received.includes(row.name),
  }));
}

/**
 * Send again what waited for a process, now that it may be deployed; called after each deployment and by an operator.
 * Returns how many found a receiver; the others go on waiting. Each is sent once, however often and at once it is asked.
 */
export async function replayTriggers(trx: Trx, actor: Actor): Promise<number> {
  const waiting = await rows<Waiting>(
    trx,
    'select * from pending_trigger where replayed_at is null and name = any(?) order by case_id, created_at for update',
    [await receivedMessages(trx)],
  );
  for (const row of waiting) await replay(trx, actor, row);
  return waiting.length;
}

/** Send one of them again. Throws 404 for an unknown one, 409 when it was sent before or no process receives it yet. */
export async function replayTrigger(trx: Trx, actor: Actor, triggerId: string): Promise<Delivery> {
  const row = await one<Waiting & { replayed_at: Date | null }>(
    trx,
    'select * from pending_trigger where trigger_id = ? for update',
    [triggerId],
  );
  if (row === undefined) throw notFound('没有找到这条待启动的消息');
  if (row.replayed_at !== null) throw conflict('这条消息已经启动');
  if (!(await receivedMessages(trx)).includes(row.name))
    throw conflict('接收流程尚未部署，部署后会自动启动，也可到时再点启动');
  return replay(trx, actor, row);
}

const receivedMessages = async (trx: Trx): Promise<string[]> => [
  ...new Set(
    (await latestDefinitions(trx)).flatMap(({ meta }) => [...meta.startMessages, ...meta.catches.keys()]),
  ),
];

async function replay(
  trx: Trx,
  actor: Actor,
  { trigger_id, case_id, name, key, payload }: Waiting,
): Promise<Delivery> {
  await trx.raw('update pending_trigger set replayed_at = ? where trigger_id = ?', [now(), trigger_id]);
  // Whoever opens a case becomes party to it; an operator must not see business data.
  const delivery = await sendMessage(trx, SYSTEM, {
    name,
    key,
    ttl: REPLAY_TTL_MS,
    payload,
    caseId: case_id,
  });
  await act(trx, {
    caseId: case_id,
    actor,
    act: 'trigger.replayed',
    subject: name,
    after: { key, ...delivery },
  });
  return delivery;
}
