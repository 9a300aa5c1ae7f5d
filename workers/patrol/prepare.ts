import { Type } from '@sinclair/typebox';
import { one } from '../../core/db.ts';
import { conflict } from '../../core/errors.ts';
import { prepare } from '../../core/prepared.ts';
import { uuid } from '../input.ts';
import { verb } from '../verb.ts';

/**
 * Takes the newest published version of the checklist for this patrol; later versions do not change it. Out:
 * `checklistVersion`. Throws 409 when none is published.
 */
export default verb({
  name: '生成检查表',
  input: Type.Object({ caseId: uuid }),
  async run({ caseId, trx, acted }) {
    const newest = await one<{ version: number; rows: number }>(
      trx,
      `select v.version, (select count(*)::int from checklist_row r where r.version = v.version) as rows
       from checklist_version v order by v.version desc limit 1`,
    );
    if (newest === undefined) throw conflict('还没有发布检查表，请先在台账中发布');
    await prepare(trx, caseId, 'checklistVersion', `第${newest.version}版（共${newest.rows}项）`);
    acted('patrol.prepared', '检查表', {
      more: { told: `采用检查表第${newest.version}版，共${newest.rows}项` },
    });
    return { checklistVersion: newest.version };
  },
});
