import { Type } from '@sinclair/typebox';
import { one } from '../../core/db.ts';
import { linkCases } from '../../core/messages.ts';
import { notify } from '../../core/notifications.ts';
import { layOutDossier, triggersOf } from '../../core/talk-triggers.ts';
import { diagramFault, uuid } from '../input.ts';
import { verb } from '../verb.ts';

/**
 * Merges a talk into the open one about the same unit and cause: its triggers go over, so that the dossier of the first
 * grows; the cases are linked, and so is the case each trigger came from. Throws when there is no such talk.
 */
export default verb({
  name: '并入已有约谈',
  input: Type.Object({ caseId: uuid, duplicateOf: uuid }),
  async run({ input, caseId, trx, acted }) {
    const target = await one<{ case_no: string; owner_group: string }>(
      trx,
      'select case_no, owner_group from cases where case_id = ? and case_id <> ?',
      [input.duplicateOf, caseId],
    );
    if (target === undefined) throw diagramFault('要并入的约谈不存在');
    const triggers = await triggersOf(trx, caseId);
    await trx.raw('update talk_trigger set talk_case_id = ? where talk_case_id = ?', [
      input.duplicateOf,
      caseId,
    ]);
    await layOutDossier(trx, input.duplicateOf);
    await linkCases(trx, caseId, input.duplicateOf, 'merged');
    for (const { source_case_id } of triggers)
      if (source_case_id !== null) await linkCases(trx, source_case_id, input.duplicateOf, 'source');
    const reason = `与${target.case_no}为同一单位、同一事由，并入该案约谈`;
    await trx.raw(`update cases set outcome = 'merged', outcome_reason = ? where case_id = ?`, [
      reason,
      caseId,
    ]);
    await notify(trx, {
      groups: [target.owner_group],
      caseId: input.duplicateOf,
      kind: 'talk.merged',
      text: `${target.case_no}的约谈事由增加${triggers.length}项`,
    });
    acted('case.closed', 'merged', {
      after: { outcome: 'merged', mergedInto: target.case_no },
      more: { reason },
    });
    return {};
  },
});
