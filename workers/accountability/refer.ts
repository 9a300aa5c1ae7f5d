import { randomUUID } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import { one } from '../../core/db.ts';
import { conflict } from '../../core/errors.ts';
import { endItem, lockItem } from '../../core/items.ts';
import { header, maybe, uuid } from '../input.ts';
import { verb } from '../verb.ts';

/**
 * Enters a hand-over to the discipline organ in the register of 问责移送, with the receipt of the document that carried
 * it (variable `docId`, served before this step). Header `reason` says why. An item that was handed over ends as
 * transferred; a finding without one is told by `itemId`. Throws 409 when the document was not received: a hand-over nobody took is none.
 */
export default verb({
  name: '登记问责移送',
  input: Type.Object({ caseId: uuid, docId: uuid, itemId: maybe(uuid) }),
  async run({ input, headers, caseId, trx, at, acted }) {
    const reason = header(headers, 'reason');
    const receipt = await one<{ served_at: Date; receiver: string | null }>(
      trx,
      'select served_at, receiver from service_receipt where doc_id = ? and case_id = ? order by at desc limit 1',
      [input.docId, caseId],
    );
    if (receipt === undefined) throw conflict('移送文书还没有回执，不能登记移送');
    const itemId = input.itemId ?? null;
    await trx.raw(
      `insert into accountability_referral (referral_id, case_id, item_id, doc_id, reason, referred_at, received_at, receiver)
       values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (case_id, doc_id) do nothing`,
      [randomUUID(), caseId, itemId, input.docId, reason, at, receipt.served_at, receipt.receiver],
    );
    const item = itemId === null ? undefined : await lockItem(trx, caseId, itemId);
    if (item !== undefined) await endItem(trx, caseId, item.item_id, { state: 'transferred' }, at);
    acted('accountability.referred', reason, {
      after: { receivedAt: receipt.served_at, ...(item === undefined ? {} : { item: 'transferred' }) },
      more: {
        docId: input.docId,
        itemId,
        told: `登记问责移送：${reason}，${receipt.receiver ?? '纪检监察机关'}已签收`,
      },
    });
    return {};
  },
});
