import { Type } from '@sinclair/typebox';
import { conflict } from '../../core/errors.ts';
import { lockItem } from '../../core/items.ts';
import { notify } from '../../core/notifications.ts';
import { header, uuid } from '../input.ts';
import { verb } from '../verb.ts';

const WHAT: Record<string, string> = { failed: '复查多次不合格', refused: '拒不落实' };

/** A measure of a talk was not carried out (header `kind`: `failed` or `refused`): whoever concludes the talk is told. */
export default verb({
  name: '记录措施落实不力',
  input: Type.Object({ caseId: uuid, itemId: uuid }),
  async run({ input, headers, caseId, trx, acted }) {
    const kind = header(headers, 'kind');
    const item = await lockItem(trx, caseId, input.itemId);
    if (item === undefined) throw conflict('措施不存在');
    const text = `约谈措施${item.no}“${item.title}”${WHAT[kind] ?? kind}`;
    await notify(trx, { groups: ['awb', 'lead'], caseId, kind: 'talk.failure', text });
    acted('talk.failure', kind, { after: { text }, more: { itemId: item.item_id } });
    return {};
  },
});
