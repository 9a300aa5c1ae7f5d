import { Type } from '@sinclair/typebox';
import { lockNoticeUnit, prepareNotices } from '../../core/notice-units.ts';
import { one } from '../../core/db.ts';
import { diagramFault, text, uuid } from '../input.ts';
import { verb } from '../verb.ts';

/**
 * 改派: another unit answers for the item from now on. Its responsible group and the texts of the papers change; what the
 * old unit got and said stays on record. The new unit has the pack's time from its own receipt, so `feedbackBy` is
 * given back empty, with the new `unit`. An item that is no notice of this case stops at the operator.
 */
export default verb({
  name: '登记改派',
  input: Type.Object({ caseId: uuid, itemId: uuid, receiver: Type.Object({ id: text, group: text }) }),
  async run({ input, caseId, trx, acted }) {
    const before = await lockNoticeUnit(trx, caseId, input.itemId);
    if (before === undefined) throw diagramFault('抄告事项不存在，不能改派');
    const { id, group } = input.receiver;
    await trx.raw('update notice_unit set unit_id = ? where item_id = ?', [id, input.itemId]);
    await trx.raw('update item set responsible_group = ?, rectify_by = null where item_id = ?', [
      group,
      input.itemId,
    ]);
    await prepareNotices(trx, caseId);
    const after = await one<{ name: string }>(trx, 'select name_zh as name from unit where unit_id = ?', [
      id,
    ]);
    acted('notice.reassigned', before.unit_name, {
      before: { unit: before.unit_name },
      after: { unit: after?.name ?? id },
      more: { itemId: input.itemId },
    });
    return { unit: { id, group, itemId: input.itemId, role: before.role }, feedbackBy: null };
  },
});
