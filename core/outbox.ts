import { afterCommit, type Trx } from './db.ts';
import { signals } from './signals.ts';

/** What leaves Postgres, by kind. Each kind can be sent twice without harm (see workers/background/outbox.ts). */
export type OutboxPayload =
  | {
      kind: 'message';
      name: string;
      key: string;
      ttl: number;
      variables: Record<string, unknown>;
      messageId?: string;
    }
  | { kind: 'start'; process: string; variables: Record<string, unknown> }
  | { kind: 'complete'; jobKey: string; variables: Record<string, unknown>; taskId?: string }
  | { kind: 'cancel'; instanceKey: string }
  | { kind: 'ticket'; ticketNo: string; answerId: string; status: string; content: string };

export interface OutboxEntry {
  outboxId: string;
  caseId: string | null;
  attempts: number;
  payload: OutboxPayload;
}

/** How long a dispatcher of this process has for a fresh row before any dispatcher may pick it up, in seconds. */
const HEAD_START_SECONDS = 5;

/**
 * Put something on its way, in the transaction that makes it true. It is sent after the commit, again and again
 * until it has arrived; a process that dies in between only delays it. Returns the row's id.
 */
export async function enqueue(trx: Trx, caseId: string | null, payload: OutboxPayload): Promise<string> {
  const here = signals.listenerCount('outbox') > 0;
  const result = await trx.raw<{ rows: { outbox_id: string }[] }>(
    `insert into outbox (kind, case_id, payload, available_at)
     values (?, ?, ?, clock_timestamp() + make_interval(secs => ?)) returning outbox_id`,
    [payload.kind, caseId, JSON.stringify(payload), here ? HEAD_START_SECONDS : 0],
  );
  const outboxId = result.rows[0]!.outbox_id;
  afterCommit(trx, () => signals.emit('outbox', { outboxId, caseId, attempts: 0, payload }));
  return outboxId;
}
