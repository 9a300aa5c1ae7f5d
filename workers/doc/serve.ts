import { Type } from '@sinclair/typebox';
import { addParties } from '../../core/cases.ts';
import { one } from '../../core/db.ts';
import { notify } from '../../core/notifications.ts';
import { context, maybe, uuid } from '../input.ts';
import { verb } from '../verb.ts';

/** The clerks serve for those who have no account (domain README §2). */
const CLERK = 'clerk';

/** Sends a numbered document to its recipient, once; without an account the clerks are told to serve it. */
export default verb({
  name: '送达',
  input: Type.Object({ caseId: uuid, docId: uuid, recipient: maybe(context) }),
  async run({ input, caseId, trx, acted }) {
    const sent = await one<{ title: string; doc_no: string }>(
      trx,
      `update document set state = 'sent' where doc_id = ? and case_id = ? and state = 'numbered' returning title, doc_no`,
      [input.docId, caseId],
    );
    if (sent === undefined) return {};
    const group = typeof input.recipient?.group === 'string' ? input.recipient.group : null;
    if (group !== null) await addParties(trx, caseId, [group], '送达');
    const what = `《${sent.title}》${sent.doc_no}`;
    await notify(trx, {
      groups: [group ?? CLERK],
      caseId,
      kind: 'document.sent',
      text:
        group === null ? `${what}待送达,受送达人没有账号,请代为送达并登记回证` : `您有一份文书待签收:${what}`,
    });
    acted('document.sent', sent.title, {
      after: { docNo: sent.doc_no, to: group ?? CLERK },
      more: { docId: input.docId },
    });
    return {};
  },
});
