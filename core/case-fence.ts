import { one, type Trx } from './db.ts';
import type { Job } from './engine-jobs.ts';
import { notFound } from './errors.ts';

interface Held {
  case_no: string;
  status: string;
  owner_group: string;
  law_pack_version: number | null;
  instance_key: string | null;
  /** Nobody of this broker holds the case, or this very instance does. */
  won: boolean;
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
    `with held as materialized (
       select c.case_id, c.case_no, c.status, c.owner_group, c.law_pack_version, c.instance_key, i.broker_epoch as here,
         case when c.instance_key is not null and c.broker_epoch = i.broker_epoch then c.instance_key = :instance
              else c.status in ('opening', 'open') end as won
       from cases c cross join installation i where c.case_id = :id for update of c),
     taken as (
       update cases c set instance_key = :instance, broker_epoch = h.here, definition_key = :definition,
         status = case when c.status = 'opening' then 'open' else c.status end
       from held h where c.case_id = h.case_id and h.won)
     select * from held`,
    { id: caseId, instance: job.instanceKey, definition: job.definitionKey },
  );
  if (held === undefined) throw notFound('没有这件案件：流程不是由本系统启动的');
  if (!held.won) return { won: false, holder: held.instance_key, status: held.status };
  return {
    won: true,
    caseNo: held.case_no,
    ownerGroup: held.owner_group,
    lawPackVersion: held.law_pack_version,
  };
}
