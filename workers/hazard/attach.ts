import { Type } from '@sinclair/typebox';
import { one } from '../../core/db.ts';
import { linkCases } from '../../core/messages.ts';
import { notify } from '../../core/notifications.ts';
import { diagramFault, uuid } from '../input.ts';
import { verb } from '../verb.ts';

/**
 * Merges a repeated report into the case that handles the matter: link, outcome and reason. Whoever handles that case
 * may read this one, and is told; groups of single people (who registered it) stay with their own.
 */
export default verb({
  name: '并入在办案件',
  input: Type.Object({ caseId: uuid, duplicateOf: uuid }),
  async run({ input, caseId, trx, acted }) {
    const target = await one<{ case_no: string; owner_group: string }>(
      trx,
      'select case_no, owner_group from cases where case_id = ? and case_id <> ?',
      [input.duplicateOf, caseId],
    );
    if (target === undefined) throw diagramFault('要并入的案件不存在');
    const reason = `与${target.case_no}为同一事项,并入该案办理`;
    await linkCases(trx, caseId, input.duplicateOf, 'merged');
    await trx.raw(`update cases set outcome = 'merged', outcome_reason = ? where case_id = ?`, [
      reason,
      caseId,
    ]);
    await trx.raw(
      `insert into case_party (case_id, grp, scope, why) select ?, grp, scope, '并案承办' from case_party
       where case_id = ? and why = '承办' and scope = 'full' and grp not like 'person:%' on conflict do nothing`,
      [caseId, input.duplicateOf],
    );
    await notify(trx, {
      groups: [target.owner_group],
      caseId: input.duplicateOf,
      kind: 'hazard.attached',
      text: `${target.case_no}收到一件重复举报,已并案`,
    });
    acted('case.closed', 'merged', {
      after: { outcome: 'merged', mergedInto: target.case_no },
      more: { reason },
    });
    return {};
  },
});
