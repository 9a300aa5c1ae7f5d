import { Type } from '@sinclair/typebox';
import { noticeOf } from '../../core/notices.ts';
import { notify } from '../../core/notifications.ts';
import { header, uuid } from '../input.ts';
import { verb } from '../verb.ts';

/** Leaves a site notice made from a template (header `template`, see core/notices.ts) for those it concerns. */
export default verb({
  name: '发送通知',
  input: Type.Object({ caseId: uuid }),
  async run({ headers, job, caseId, trx, acted }) {
    const template = header(headers, 'template');
    const { groups, text } = await noticeOf(trx, template, caseId, job.variables);
    await notify(trx, { groups, caseId, kind: template, text });
    acted('notice.sent', template, { after: { to: groups, text } });
    return {};
  },
});
