import { Type } from '@sinclair/typebox';
import { endItem, lockItem, registerItem, type ItemEnd } from '../../core/items.ts';
import { diagramFault, maybe, text, uuid } from '../input.ts';
import { verb } from '../verb.ts';

const ENDS: readonly string[] = ['merged', 'transferred', 'unfounded', 'struck-off'];

/**
 * Ends an item in another way than by a full rectification: merged, transferred, found untrue or put right on the
 * spot. `as` is the header, else the variable. A finding that never had a row gets one first: C1 and C2 ask for it.
 */
export default verb({
  name: '整改项结案',
  input: Type.Object({
    caseId: uuid,
    itemId: uuid,
    as: maybe(text),
    mergedInto: maybe(uuid),
    receiverGroup: maybe(text),
  }),
  async run({ input, headers, caseId, trx, at, acted }) {
    const as = headers.as ?? input.as ?? '';
    if (!ENDS.includes(as)) throw diagramFault(`整改项不能以“${as}”结案`);
    if ((await lockItem(trx, caseId, input.itemId)) === undefined)
      await registerItem(trx, caseId, input.itemId, at);
    const end: ItemEnd = {
      state: as as ItemEnd['state'],
      ...(as === 'merged' ? { mergedInto: input.mergedInto ?? null } : {}),
      ...(as === 'transferred' ? { responsibleGroup: input.receiverGroup ?? null } : {}),
    };
    const item = await endItem(trx, caseId, input.itemId, end, at);
    acted('item.closed', item.title, {
      before: { state: item.state },
      after: end,
      more: { itemId: item.item_id },
    });
    return {};
  },
});
