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
  | {
      kind: 'mend';
      instanceKey: string;
      variables: Record<string, unknown>;
      incidentKey: string;
      jobKey: string | null;
    }
  | { kind: 'ticket'; ticketNo: string; answerId: string; status: string; content: string };

export interface OutboxEntry {
  outboxId: string;
  caseId: string | null;
  attempts: number;
  payload: OutboxPayload;
}

/** How long the dispatcher of this process has for a fresh row before any dispatcher may pick it up, in seconds. */
const HEAD_START_SECONDS = 5;

/** That head start; none where no dispatcher listens here (pages and workers as separate processes). */
export const headStart = (): number => (signals.listenerCount('outbox') > 0 ? HEAD_START_SECONDS : 0);

/**
 * Put something on its way, in the transaction that makes it true. It is sent after the commit, again and again
 * until it has arrived; a process that dies in between only delays it. Returns the row's id.
 */
export async function enqueue(trx: Trx, caseId: string | null, payload: OutboxPayload): Promise<string> {
  const result = await trx.raw<{ rows: { outbox_id: string }[] }>(
    `insert into outbox (kind, case_id, payload, available_at)
     values (?, ?, ?, clock_timestamp() + make_interval(secs => ?)) returning outbox_id`,
    [payload.kind, caseId, JSON.stringify(payload), headStart()],
  );
  const outboxId = result.rows[0]!.outbox_id;
  announce(trx, { outboxId, caseId, attempts: 0, payload });
  return outboxId;
}

/** Tell the dispatcher of this process about a row, once the transaction that wrote it has committed. */
export function announce(trx: Trx, entry: OutboxEntry): void {
  afterCommit(trx, () => signals.emit('outbox', entry));
}
