import { Type } from '@sinclair/typebox';
import { limitOf } from '../../core/limit.ts';
import { lockNoticeUnit } from '../../core/notice-units.ts';
import { submissionsOf } from '../../core/submissions.ts';
import { diagramFault, uuid } from '../input.ts';
import { verb } from '../verb.ts';

/**
 * How often the answer of a unit was found weak, and how often it may be before the supervision is raised
 * (`notice.weak-limit`). Counted from the reviews on record, so that a repeated run counts nothing twice.
 */
export default verb({
  name: '记一次不合格',
  input: Type.Object({ caseId: uuid, itemId: uuid }),
  async run({ input, caseId, trx, acted }) {
    const unit = await lockNoticeUnit(trx, caseId, input.itemId);
    if (unit === undefined) throw diagramFault('抄告事项不存在，不能记不合格');
    const reviews = await submissionsOf(trx, caseId, { element: 'check-feedback', scopeId: input.itemId });
    const weakCount = reviews.filter(({ data }) => data.decision === 'unfit').length;
    const weakLimit = await limitOf(trx, 'notice.weak-limit');
    acted('notice.weak', unit.unit_name, { after: { weakCount, weakLimit }, more: { itemId: input.itemId } });
    return { weakCount, weakLimit };
  },
});
