import { one, type Trx } from './db.ts';
import type { Job } from './engine-jobs.ts';
import { notFound } from './errors.ts';

interface Held {
  case_no: string;
  status: string;
  owner_group: string;
  law_pack_version: number | null;
  instance_key: string | null;
  held_here: boolean;
}

export type Claim =
  | { won: true; caseNo: string; ownerGroup: string; lawPackVersion: number | null }
  | { won: false; holder: string | null; status: string };

/**
 * The fence against double starts: one case, one engine instance. Wins if nobody holds the case, if this instance
 * already does, or if the holder went with a broker that was wiped. A closed case cannot be claimed again by another
 * instance. Throws 404 when there is no such case: somebody started the process past the product.
 */
export async function claimCase(trx: Trx, caseId: string, job: Job): Promise<Claim> {
  const held = await one<Held>(
    trx,
    `select c.case_no, c.status, c.owner_group, c.law_pack_version, c.instance_key,
       c.instance_key is not null and c.broker_epoch = i.broker_epoch as held_here
     from cases c cross join installation i where c.case_id = ? for update of c`,
    [caseId],
  );
  if (held === undefined) throw notFound('没有这件案件：流程不是由本系统启动的');
  const mine = held.held_here && held.instance_key === job.instanceKey;
  const free = !held.held_here && (held.status === 'opening' || held.status === 'open');
  if (!mine && !free) return { won: false, holder: held.instance_key, status: held.status };
  await trx.raw(
    `update cases set instance_key = ?, broker_epoch = (select broker_epoch from installation), definition_key = ?,
       status = case when status = 'opening' then 'open' else status end where case_id = ?`,
    [job.instanceKey, job.definitionKey, caseId],
  );
  return {
    won: true,
    caseNo: held.case_no,
    ownerGroup: held.owner_group,
    lawPackVersion: held.law_pack_version,
  };
}
