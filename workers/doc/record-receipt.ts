import { randomUUID } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import { one } from '../../core/db.ts';
import { conflict, notFound } from '../../core/errors.ts';
import { serviceOf } from '../../core/served-documents.ts';
import { uuid } from '../input.ts';
import { verb } from '../verb.ts';

interface Kept {
  title: string;
  doc_no: string | null;
  serve_result: string | null;
  served_at: Date | null;
}

/** 送达回证: how and when a document reached its recipient. One per document for ever; what was filled in is its proof. */
export default verb({
  name: '登记送达回证',
  input: Type.Object({ caseId: uuid, docId: uuid }),
  async run({ input: { docId }, caseId, trx, at, acted }) {
    const document = await one<Kept>(
      trx,
      `select d.title, d.doc_no, r.serve_result, r.served_at from document d
       left join service_receipt r on r.doc_id = d.doc_id where d.doc_id = ? and d.case_id = ? for update of d`,
      [docId, caseId],
    );
    if (document === undefined) throw notFound('文书不存在');
    if (document.served_at !== null)
      return { servedAt: document.served_at.toISOString(), serveResult: document.serve_result };
    const found = await serviceOf(trx, caseId, docId);
    if (found === undefined) throw conflict('文书还没有送达记录');
    const { service, submission } = found;
    await trx('service_receipt').insert({
      receipt_id: randomUUID(),
      doc_id: docId,
      case_id: caseId,
      serve_result: service.serveResult,
      served_at: service.servedAt,
      receiver: service.receiver,
      on_behalf: submission.data.onBehalf === true,
      detail: JSON.stringify(submission.data),
      at,
    });
    await trx.raw(`update document set state = 'served' where doc_id = ?`, [docId]);
    acted('document.served', document.title, {
      after: { docNo: document.doc_no, ...service },
      more: { docId, submissionId: submission.submission_id },
    });
    return { servedAt: service.servedAt.toISOString(), serveResult: service.serveResult };
  },
});
