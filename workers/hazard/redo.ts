import { Type } from '@sinclair/typebox';
import { limitOf } from '../../core/limit.ts';
import { submissionsOf, textOf } from '../../core/submissions.ts';
import { rows } from '../../core/db.ts';
import { uuid } from '../input.ts';
import { verb } from '../verb.ts';

/**
 * The reporter is not satisfied: the hazard is handled once more. The item is open again and the old outcome no longer
 * holds. Counted from the callbacks themselves; how often it may be done again says the pack (`redo.max`).
 */
export default verb({
  name: '重办',
  input: Type.Object({ caseId: uuid }),
  async run({ caseId, trx, acted }) {
    const unhappy = (await submissionsOf(trx, caseId, { form: 'hazard.callback' })).filter(({ answer }) =>
      Object.values(answer).some((said) => (said as { satisfied?: unknown } | null)?.satisfied === false),
    );
    const redoCount = unhappy.length;
    const redoLimit = await limitOf(trx, 'redo.max');
    const reopened = await rows<{ item_id: string }>(
      trx,
      `update item i set state = 'open', closed_at = null from cases c
       where c.case_id = ? and i.case_id = c.case_id and i.item_id::text = c.facts->>'itemId' and i.closed_at is not null
       returning i.item_id`,
      [caseId],
    );
    await trx.raw('update cases set outcome = null, outcome_reason = null where case_id = ?', [caseId]);
    acted('hazard.redone', 'hazard.redo', {
      after: { redoCount, redoLimit },
      more: { reason: textOf(unhappy[0]?.data, 'unhappyReason'), items: reopened.map((row) => row.item_id) },
    });
    return { redoCount, redoLimit };
  },
});
