import { Type } from '@sinclair/typebox';
import { conflict } from '../../core/errors.ts';
import { latestSubmission, textOf } from '../../core/submissions.ts';
import { uuid } from '../input.ts';
import { verb } from '../verb.ts';

/**
 * Enters the report to the superior as the answer to the source of the case (C6, E-D6c). Its receipt file is the
 * superior's acknowledgement. A repeated run enters nothing twice. Throws 409 when nothing was reported.
 */
export default verb({
  name: '登记上报反馈',
  input: Type.Object({ caseId: uuid }),
  async run({ caseId, trx, acted }) {
    const reported = await latestSubmission(trx, caseId, { form: 'notice.upward' });
    if (reported === undefined) throw conflict('还没有填写上报反馈，不能登记');
    const { data, submission_id: id, by, at } = reported;
    const received = Array.isArray(data.receipt) && data.receipt.length > 0;
    const sentAt = new Date(textOf(data, 'sentAt') || at);
    await trx.raw(
      `insert into answer (answer_id, case_id, kind, way, at, content, acknowledged_at, by)
       values (?, ?, 'upward', ?, ?, ?, ?, ?) on conflict (answer_id) do nothing`,
      [
        id,
        caseId,
        `书面上报（${textOf(data, 'docNo')}）`,
        sentAt,
        textOf(data, 'content'),
        received ? at : null,
        by,
      ],
    );
    acted('notice.reported-up', textOf(data, 'docNo'), { after: { to: data.to, at: sentAt, received } });
    return {};
  },
});
