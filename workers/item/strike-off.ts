import { Type } from '@sinclair/typebox';
import { endItem } from '../../core/items.ts';
import { uuid } from '../input.ts';
import { verb } from '../verb.ts';

/** Takes an item off the register: rectified, rechecked and approved by three different people. */
export default verb({
  name: '销号',
  input: Type.Object({ caseId: uuid, itemId: uuid }),
  async run({ input, caseId, trx, at, acted }) {
    const item = await endItem(trx, caseId, input.itemId, { state: 'struck-off' }, at);
    acted('item.struck-off', item.title, {
      before: { state: item.state },
      after: { state: 'struck-off' },
      more: { itemId: item.item_id },
    });
    return {};
  },
});
