import { Type } from '@sinclair/typebox';
import { lockItem, registerItem } from '../../core/items.ts';
import { actingGroup } from '../../core/current-groups.ts';
import { limitOf } from '../../core/limit.ts';
import { count, day, maybe, text, uuid } from '../input.ts';
import { verb } from '../verb.ts';

/**
 * Enters what must be put right, by whom and by when; opens it again when it comes back (returned, forced, 重办). Counts
 * of failed rechecks are kept, and so is an old lateness: a new date is a new order, not an extension.
 */
export default verb({
  name: '登记整改项',
  input: Type.Object({
    caseId: uuid,
    itemId: uuid,
    responsibleGroup: maybe(text),
    rectifyBy: maybe(day),
    failLimit: maybe(count),
  }),
  async run({ input, caseId, trx, at, acted }) {
    const known = await lockItem(trx, caseId, input.itemId);
    const item = known ?? (await registerItem(trx, caseId, input.itemId, at));
    const next = {
      responsibleGroup: await actingGroup(trx, input.responsibleGroup ?? item.responsible_group),
      rectifyBy: input.rectifyBy ?? item.rectify_by,
    };
    await trx.raw(
      `update item set state = 'open', closed_at = null, merged_into = null, responsible_group = ?, rectify_by = ? where item_id = ?`,
      [next.responsibleGroup, next.rectifyBy, item.item_id],
    );
    acted(known === undefined ? 'item.opened' : 'item.reopened', item.title, {
      ...(known === undefined ? {} : { before: { state: known.state, rectifyBy: known.rectify_by } }),
      after: { state: 'open', no: item.no, ...next },
      more: { itemId: item.item_id },
    });
    return {
      failCount: item.fail_count,
      failLimit: input.failLimit ?? (await limitOf(trx, 'rectify.fail-limit')),
    };
  },
});
