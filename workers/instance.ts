import { afterCommit, type Trx } from '../core/db.ts';
import type { Job } from '../core/engine-jobs.ts';

const MOST_KEPT = 10_000;
const known = new Set<string>();

/**
 * Keep which case an engine instance works for, at the first job seen of it: helpers (整改, 送达) have no case of their
 * own, and the path of the case page starts from here. Later jobs of the instance cost nothing.
 */
export async function rememberInstance(
  trx: Trx,
  brokerEpoch: string,
  job: Job,
  caseId: string | null,
): Promise<void> {
  const id = `${brokerEpoch}:${job.instanceKey}`;
  if (known.has(id)) return;
  await trx.raw(
    `insert into instance (broker_epoch, instance_key, case_id, process, definition_key) values (?, ?, ?, ?, ?)
     on conflict (broker_epoch, instance_key) do update set case_id = excluded.case_id where instance.case_id is null`,
    [brokerEpoch, job.instanceKey, caseId, job.process, job.definitionKey],
  );
  afterCommit(trx, () => {
    if (known.size >= MOST_KEPT) known.clear();
    known.add(id);
  });
}
