import type { Job } from '../core/engine-jobs.ts';

const MOST_KEPT = 10_000;
const known = new Set<string>();
const idOf = (brokerEpoch: string, job: Job): string => `${brokerEpoch}:${job.instanceKey}`;

/**
 * Keeps which case an engine instance works for, at the first job seen of it: helpers (整改, 送达) have no case of their
 * own, and the path of the case page starts from here. Later jobs of the instance cost nothing.
 */
export const INSTANCE = `insert into instance (broker_epoch, instance_key, case_id, process, definition_key)
  values (:epoch, :instance, :worksFor, :process, :definition)
  on conflict (broker_epoch, instance_key) do update set case_id = excluded.case_id where instance.case_id is null`;

/** Was the instance of this job stored by this process? */
export const isKnownInstance = (brokerEpoch: string, job: Job): boolean => known.has(idOf(brokerEpoch, job));

/** Remember that it is stored; only after the commit. */
export function knowInstance(brokerEpoch: string, job: Job): void {
  if (known.size >= MOST_KEPT) known.clear();
  known.add(idOf(brokerEpoch, job));
}
