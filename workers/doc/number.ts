import { Type } from '@sinclair/typebox';
import { one } from '../../core/db.ts';
import { numberDocument } from '../../core/doc-numbers.ts';
import { conflict, notFound } from '../../core/errors.ts';
import { documentTemplate } from '../../core/paper/templates.ts';
import { latestSubmission } from '../../core/submissions.ts';
import { maybe, text, uuid } from '../input.ts';
import { verb } from '../verb.ts';

interface Row {
  template: string;
  title: string;
  doc_no: string | null;
}

/**
 * Gives a signed document its 文号: one for ever, in the series of its template and year; a number that somebody typed on another paper is passed over. A document that
 * has one keeps it. Enters who signed. Throws 409 when a signature is asked for and none was given.
 */
export default verb({
  name: '编号用印',
  input: Type.Object({ caseId: uuid, docId: uuid, signerGroup: maybe(text) }),
  async run({ input, caseId, trx, at, acted }) {
    const document = await one<Row>(
      trx,
      'select template, title, doc_no from document where doc_id = ? and case_id = ? for update',
      [input.docId, caseId],
    );
    if (document === undefined) throw notFound('文书不存在');
    if (document.doc_no !== null) return { docNo: document.doc_no };
    const sign = await latestSubmission(trx, caseId, { form: 'doc.sign', docId: input.docId });
    const signed = sign?.data.decision === 'agree' ? sign : undefined;
    if (input.signerGroup && signed === undefined) throw conflict('文书未经签发,不能编号');
    const docNo = await numberDocument(trx, documentTemplate(document.template).series, {
      caseId,
      docId: input.docId,
      at,
    });
    await trx.raw(
      `update document set doc_no = ?, state = 'numbered', signed_by = ?, signed_at = ?, data = data || ?::jsonb where doc_id = ?`,
      [
        docNo,
        signed?.by ?? null,
        signed?.at ?? null,
        JSON.stringify(signed?.data.secrecy ? { secrecy: signed.data.secrecy } : {}),
        input.docId,
      ],
    );
    acted('document.numbered', document.title, {
      after: { docNo, signedBy: signed?.by ?? null },
      more: { docId: input.docId },
    });
    return { docNo };
  },
});
