import { Type } from '@sinclair/typebox';
import { notify } from '../../core/notifications.ts';
import { prepare } from '../../core/prepared.ts';
import { uuid } from '../input.ts';
import { verb } from '../verb.ts';

const NOTE = '该单位逾期未提交约谈书面材料。';

/** The unit sent no written material in time: noted for the minutes; the talk is held all the same. */
export default verb({
  name: '记录未交材料',
  input: Type.Object({ caseId: uuid }),
  async run({ caseId, trx, acted }) {
    await prepare(trx, caseId, 'materialNote', NOTE);
    await notify(trx, { groups: ['awb'], caseId, kind: 'talk.no-material', text: NOTE });
    acted('talk.no-material', 'material', { after: { text: NOTE } });
    return {};
  },
});
