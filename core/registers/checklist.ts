import type { Actor } from '../actor.ts';
import { one, rows, type Trx } from '../db.ts';
import { conflict } from '../errors.ts';
import { require } from '../policies.ts';
import { now } from '../time.ts';

/** A published version of the patrol checklist, and how many rows it asks of each kind of unit. */
export interface ChecklistVersion {
  version: number;
  publishedAt: Date;
  publishedByName: string;
  note: string;
  rows: { street: number; department: number; soe: number };
}

const PARTS = `cast(no as text) || topic || clause || basis || applies_to || cast(unit_ids as text)`;
const DIGEST = `select md5(coalesce(string_agg(${PARTS}, '|' order by applies_to, no), '')) as digest from checklist_row where version = ?`;

/**
 * 发布新版检查表: the next version, made from the rows of 措施台账 and 四类清单 that are in force. What patrols already check
 * by older versions stays as it was. Policy `checklist.publish`. Throws 409 when nothing has changed since the last one.
 */
export async function publishChecklist(trx: Trx, actor: Actor, note: string): Promise<ChecklistVersion> {
  require(actor, 'checklist.publish');
  const made = await one<{ version: number }>(trx, 'select publish_checklist(?, ?, ?) as version', [
    actor.account,
    now(),
    note,
  ]);
  const digest = async (version: number) => (await one<{ digest: string }>(trx, DIGEST, [version]))?.digest;
  if ((await digest(made!.version)) === (await digest(made!.version - 1)))
    throw conflict('措施台账和四类清单没有变化，不需要发布新版');
  return (await checklistVersions(trx))[0]!;
}

/** All versions, the newest first. */
export const checklistVersions = (trx: Trx): Promise<ChecklistVersion[]> =>
  rows<ChecklistVersion>(
    trx,
    `select v.version, v.published_at as "publishedAt", coalesce(p.name_zh, '系统') as "publishedByName", v.note,
       (select jsonb_build_object('street', count(*) filter (where applies_to = 'street'),
          'department', count(*) filter (where applies_to = 'department'), 'soe', count(*) filter (where applies_to = 'soe'))
        from checklist_row r where r.version = v.version) as rows
     from checklist_version v left join person p on p.account = v.published_by order by v.version desc`,
  );
