import { Type } from '@sinclair/typebox';
import { lockItem } from '../../core/items.ts';
import { context, day, diagramFault, maybe, uuid } from '../input.ts';
import { verb } from '../verb.ts';

/**
 * Counts one failed recheck or acceptance and takes over the new date. Where the rechecker chose to compel (nextStep
 * `stop`) the item is refused until it is opened again.
 */
export default verb({
  name: '记一次不合格',
  input: Type.Object({
    caseId: uuid,
    itemId: uuid,
    recheck: maybe(context),
    accept: maybe(context),
    rectifyBy: maybe(day),
  }),
  async run({ input, caseId, trx, acted }) {
    const item = await lockItem(trx, caseId, input.itemId);
    if (item === undefined) throw diagramFault('整改项不存在');
    const refused = input.recheck?.fit === 'no' && input.recheck.nextStep === 'stop';
    const failCount = item.fail_count + 1;
    const after = {
      failCount,
      rectifyBy: input.rectifyBy ?? item.rectify_by,
      state: refused ? 'refused' : item.state,
    };
    await trx.raw('update item set fail_count = ?, rectify_by = ?, state = ? where item_id = ?', [
      failCount,
      after.rectifyBy,
      after.state,
      item.item_id,
    ]);
    acted('item.failed', item.title, {
      before: { failCount: item.fail_count, rectifyBy: item.rectify_by, state: item.state },
      after,
      more: { itemId: item.item_id, at: input.recheck?.fit === 'no' ? '复查' : '验收' },
    });
    return { failCount };
  },
});
