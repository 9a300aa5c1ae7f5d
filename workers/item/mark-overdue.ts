import { Type } from '@sinclair/typebox';
import { lockItem } from '../../core/items.ts';
import { diagramFault, uuid } from '../input.ts';
import { verb } from '../verb.ts';

/** Marks an item whose time ran out without a report. The first lateness stays, whatever is ordered later. */
export default verb({
  name: '标记逾期',
  input: Type.Object({ caseId: uuid, itemId: uuid }),
  async run({ input, caseId, trx, at, acted }) {
    const item = await lockItem(trx, caseId, input.itemId);
    if (item === undefined) throw diagramFault('整改项不存在');
    await trx.raw('update item set overdue_at = coalesce(overdue_at, ?) where item_id = ?', [
      at,
      item.item_id,
    ]);
    acted('item.overdue', item.title, {
      after: { overdueAt: item.overdue_at ?? at, rectifyBy: item.rectify_by },
      more: { itemId: item.item_id },
    });
    return {};
  },
});
