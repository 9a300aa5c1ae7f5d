import { Type } from '@sinclair/typebox';
import { ITEM_STATE, wordOf } from '../../core/words.ts';
import { maybe, text, uuid } from '../input.ts';
import { verb } from '../verb.ts';

/**
 * Enters how a listing (挂牌) ended: the hazard came to its end in the case that called (`hazardResult`), and the listing
 * was taken down in public. A listing has no item of its own, so C1 asks for outcome and reason.
 */
export default verb({
  name: '登记摘牌',
  input: Type.Object({ caseId: uuid, hazardResult: maybe(text) }),
  async run({ input, caseId, trx, acted }) {
    const reason = `重大隐患${wordOf(ITEM_STATE, input.hazardResult) ?? '已验收'}，已摘牌公示`;
    await trx.raw(`update cases set outcome = 'delisted', outcome_reason = ? where case_id = ?`, [
      reason,
      caseId,
    ]);
    acted('notice.delisted', 'supervise.close-listing', { after: { outcome: 'delisted', reason } });
    return {};
  },
});
