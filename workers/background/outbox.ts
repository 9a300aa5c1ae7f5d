import { act } from '../../core/act.ts';
import { SYSTEM } from '../../core/actor.ts';
import { asSystem, rows, type Trx } from '../../core/db.ts';
import { EngineRefused } from '../../core/engine.ts';
import { failPoint } from '../../core/fail-point.ts';
import { engineHealth } from '../../core/health.ts';
import type { OutboxEntry, OutboxPayload } from '../../core/outbox.ts';
import { signals } from '../../core/signals.ts';
import type { Host } from '../host.ts';

/** Sends something that is not for the engine (12345 push-back); throws to be tried again. */
export type Carrier = (
  payload: Extract<OutboxPayload, { kind: 'ticket' }>,
  entry: OutboxEntry,
) => Promise<string>;

/** The knee of the broker lies at 16–32 commands in flight (engine.md). */
const IN_FLIGHT = 32;
const SCAN_MS = 500;
const FLUSH_MS = 15;
const LEASE_SECONDS = 20;
const BACK_OFF_MAX_SECONDS = 30;
/** After so many failures that are the command's own fault a row waits for the operator. */
const PARK_SECONDS = 24 * 3600;

/** Something the dispatcher has sent, with what the engine answered. */
export interface Finished {
  entry: OutboxEntry;
  result: string;
}

/**
 * The outbox dispatcher: sends what committed transactions left, at least once, at most IN_FLIGHT at a time. Fresh
 * rows of this process come by signal (milliseconds), all others by scan. Several dispatchers may run: rows are
 * leased by moving `available_at`. Done rows are marked in batches; a crash before that only sends again, and every
 * kind bears it: messages carry the row's id as messageId, a job completed twice is gone, `case.open` fences starts.
 */
export function startOutbox(host: Host, carry: Carrier): { close(): Promise<void> } {
  const queue: OutboxEntry[] = [];
  const taken = new Set<string>();
  const finished: Finished[] = [];
  let flying = 0;
  let allowed = IN_FLIGHT;
  let closed = false;
  let flushing: Promise<void> | undefined;
  let flushTimer: NodeJS.Timeout | undefined;

  const accept = (entry: OutboxEntry) => {
    if (closed || taken.has(entry.outboxId)) return;
    taken.add(entry.outboxId);
    queue.push(entry);
    pump();
  };
  const pump = () => {
    while (!closed && flying < allowed && queue.length > 0) {
      const entry = queue.shift()!;
      flying += 1;
      void deliver(entry).finally(() => {
        flying -= 1;
        pump();
      });
    }
  };
  const deliver = async (entry: OutboxEntry) => {
    try {
      failPoint('outbox.send');
      const result = await send(host, carry, entry);
      failPoint('outbox.sent');
      allowed = Math.min(IN_FLIGHT, allowed + 1);
      if (entry.payload.kind !== 'ticket') engineHealth.seen();
      finished.push({ entry, result });
      flushTimer ??= setTimeout(() => void flush(), FLUSH_MS);
    } catch (error) {
      // An overloaded or absent engine: halve what is in flight, grow again with each success.
      allowed = Math.max(1, Math.floor(allowed / 2));
      if (entry.payload.kind !== 'ticket' && !(error instanceof EngineRefused)) engineHealth.missed();
      await putBack(host, entry, error);
      taken.delete(entry.outboxId);
    }
  };
  const flush = async () => {
    flushTimer = undefined;
    const batch = finished.splice(0);
    if (batch.length === 0) return;
    flushing = markDone(host, batch)
      .catch((error: unknown) =>
        host.log.warn({ err: error }, 'sent rows not marked; they will be sent again'),
      )
      .finally(() => batch.forEach(({ entry }) => taken.delete(entry.outboxId)));
    await flushing;
  };
  const scan = async () => {
    try {
      // Only what this process can hold: leased rows it never gets to would wait for nothing.
      if (queue.length < IN_FLIGHT) for (const entry of await lease(host)) accept(entry);
    } catch (error) {
      host.log.warn({ err: error }, 'outbox scan failed');
    }
    if (!closed) scanTimer = setTimeout(() => void scan(), SCAN_MS);
  };
  let scanTimer = setTimeout(() => void scan(), 0);
  signals.on('outbox', accept);

  return {
    async close() {
      closed = true;
      signals.off('outbox', accept);
      clearTimeout(scanTimer);
      while (flying > 0) await new Promise((resolve) => setTimeout(resolve, 10));
      clearTimeout(flushTimer);
      await flush();
      await flushing;
    },
  };
}

async function send(host: Host, carry: Carrier, entry: OutboxEntry): Promise<string> {
  const { payload } = entry;
  switch (payload.kind) {
    case 'message':
      return host.engine.publishMessage({
        name: payload.name,
        correlationKey: payload.key,
        messageId: payload.messageId ?? `outbox:${entry.outboxId}`,
        ttl: payload.ttl,
        variables: payload.variables,
      });
    case 'start':
      return (await host.engine.createInstance(payload.process, payload.variables)).instanceKey;
    case 'complete':
      return host.engine.completeJob(payload.jobKey, payload.variables);
    case 'cancel':
      return host.engine.cancelInstance(payload.instanceKey);
    case 'mend':
      if ((await host.engine.setVariables(payload.instanceKey, payload.variables)) === 'gone') return 'gone';
      return host.engine.retryIncident(payload.incidentKey, payload.jobKey);
    case 'ticket':
      return carry(payload, entry);
  }
}

/** Rows nobody holds, oldest first; their lease keeps other dispatchers away for a while. */
async function lease(host: Host): Promise<OutboxEntry[]> {
  const found = await asSystem(host.db, (trx) =>
    rows<{
      outbox_id: string;
      case_id: string | null;
      attempts: number;
      payload: OutboxPayload;
    }>(
      trx,
      `update outbox set available_at = clock_timestamp() + make_interval(secs => ?)
     where outbox_id in (select outbox_id from outbox where done_at is null and available_at <= clock_timestamp()
                         order by available_at, outbox_id limit ? for update skip locked)
     returning outbox_id, case_id, attempts, payload`,
      [LEASE_SECONDS, IN_FLIGHT],
    ),
  );
  return found
    .map((row) => ({
      outboxId: row.outbox_id,
      caseId: row.case_id,
      attempts: row.attempts,
      payload: row.payload,
    }))
    .sort((a, b) => Number(a.outboxId) - Number(b.outboxId));
}

const taskOf = ({ payload }: OutboxEntry): string | undefined =>
  payload.kind === 'complete' ? payload.taskId : undefined;

/** The engine answered that it had left the step of a submitted task; only its record stream tells which way. */
const isOpenQuestion = ({ entry, result }: Finished): boolean =>
  result === 'gone' && taskOf(entry) !== undefined;

/** Note what was sent; of a submission whose job is gone, what became of its step. */
export async function markDone(host: Pick<Host, 'db'>, batch: Finished[]): Promise<void> {
  const open = batch.filter(isOpenQuestion);
  const sent = batch.filter((one) => !isOpenQuestion(one));
  await asSystem(host.db, async (trx) => {
    if (open.length > 0) await askTheRecords(trx, open);
    if (sent.length === 0) return;
    await trx.raw(
      // The arrays stand in selects so that the plan does not depend on their lengths and is kept.
      `with ended as (update task set state = 'done'
         where task_id = any((select cast(:tasks as uuid[]))::uuid[]) and state = 'closing')
       update outbox o set done_at = clock_timestamp(), result = d.result, attempts = attempts + 1
       from unnest((select cast(:ids as bigint[])), (select cast(:results as text[]))) d(id, result)
       where o.outbox_id = d.id`,
      {
        tasks: sent.flatMap(({ entry }) => taskOf(entry) ?? []),
        ids: sent.map(({ entry }) => entry.outboxId),
        results: sent.map(({ result }) => result),
      },
    );
  });
}

/**
 * A completion that finds its job gone was either sent twice, or came after an event had taken the step away. A completed
 * visit means the first: the task is done. A cancelled job means the second: the projector cancels the task. Until one
 * of them is known the row stays, and is sent again a little later.
 */
async function askTheRecords(trx: Trx, batch: Finished[]): Promise<void> {
  await trx.raw(
    `with left_by as (
       select t.task_id, t.state, exists (select 1 from element_visit v where v.broker_epoch = t.broker_epoch
         and v.element_instance_key = t.element_instance_key and v.state = 'completed') as completed
       from task t where t.task_id = any(cast(:tasks as uuid[]))),
     ended as (update task t set state = 'done' from left_by l where t.task_id = l.task_id and l.completed and t.state = 'closing')
     update outbox o set attempts = o.attempts + 1,
       result = case when l.completed or l.state <> 'closing' then 'gone' end,
       done_at = case when l.completed or l.state <> 'closing' then clock_timestamp() end,
       last_error = case when l.completed or l.state <> 'closing' then o.last_error else 'waits for the record of the step' end,
       available_at = clock_timestamp() + make_interval(secs => least(:most, 0.5 * 2 ^ least(o.attempts, 8)))
     from unnest(cast(:ids as bigint[]), cast(:tasks as uuid[])) d(id, task) left join left_by l on l.task_id = d.task
     where o.outbox_id = d.id`,
    {
      ids: batch.map(({ entry }) => entry.outboxId),
      tasks: batch.map(({ entry }) => taskOf(entry)!),
      most: BACK_OFF_MAX_SECONDS,
    },
  );
}

async function putBack(host: Host, entry: OutboxEntry, error: unknown): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  const refused = error instanceof EngineRefused;
  const wait = refused
    ? PARK_SECONDS
    : Math.min(BACK_OFF_MAX_SECONDS, 0.5 * 2 ** Math.min(entry.attempts, 8));
  host.log.warn({ outboxId: entry.outboxId, kind: entry.payload.kind, refused, message }, 'not delivered');
  try {
    await asSystem(host.db, async (trx) => {
      await trx.raw(
        `update outbox set attempts = attempts + 1, last_error = ?, available_at = clock_timestamp() + make_interval(secs => ?)
         where outbox_id = ? and done_at is null`,
        [message.slice(0, 2000), wait, entry.outboxId],
      );
      if (refused && entry.caseId !== null)
        await act(trx, {
          caseId: entry.caseId,
          actor: SYSTEM,
          act: 'outbox.refused',
          subject: entry.payload.kind,
          after: { message },
        });
    });
  } catch (lost) {
    host.log.warn({ err: lost }, 'could not put an outbox row back; its lease will run out');
  }
}
