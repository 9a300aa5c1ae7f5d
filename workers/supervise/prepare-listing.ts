import { Type } from '@sinclair/typebox';
import { latestSubmission, textOf } from '../../core/submissions.ts';
import { maybe, text, uuid } from '../input.ts';
import { verb } from '../verb.ts';

/**
 * Takes over from the case that calls what is to be listed: the facts of its last verification become the description of
 * this case, for the leader who decides, the notice to the firm and the publicity; so does the day by which it must be
 * put right. A caller that verified nothing leaves the description as it is.
 */
export default verb({
  name: '备挂牌底稿',
  input: Type.Object({ caseId: uuid, parentCaseId: maybe(uuid), hazardId: maybe(text) }),
  async run({ input, caseId, trx, acted }) {
    const found = input.parentCaseId
      ? await latestSubmission(trx, input.parentCaseId, { form: 'hazard.verify' })
      : undefined;
    const description = textOf(found?.data, 'facts');
    if (description === '') return {};
    const facts = { description, rectifyBy: textOf(found?.data, 'rectifyBy') || undefined };
    await trx.raw('update cases set facts = facts || cast(? as jsonb) where case_id = ?', [
      JSON.stringify(facts),
      caseId,
    ]);
    acted('notice.listing-prepared', 'supervise.prepare-listing', { after: { description } });
    return {};
  },
});
