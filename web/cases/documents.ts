import { rows, type Trx } from '../../core/db.ts';
import { namesOf } from '../../core/people.ts';
import { DOCUMENT_STATE, wordOf } from '../../core/words.ts';

interface Row {
  doc_id: string;
  title: string;
  template: string;
  doc_no: string | null;
  way: string;
  state: string;
  version: number;
  pages: number | null;
  signed_by: string | null;
  signed_at: Date | null;
  recipient: { name?: string } | null;
  served_at: Date | null;
  serve_result: string | null;
}

/** The papers of a case as the case page lists them. */
export async function documentsOf(trx: Trx, caseId: string) {
  const found = await rows<Row>(
    trx,
    `select d.*, r.served_at, r.serve_result from document d
     left join lateral (select served_at, serve_result from service_receipt r where r.doc_id = d.doc_id order by at desc limit 1) r on true
     where d.case_id = ? order by d.created_at`,
    [caseId],
  );
  const names = await namesOf(
    trx,
    found.map((d) => d.signed_by ?? ''),
  );
  return found.map((d) => ({
    docId: d.doc_id,
    title: d.title,
    template: d.template,
    docNo: d.doc_no,
    state: d.state,
    stateName: d.way === 'form' ? '已形成' : wordOf(DOCUMENT_STATE, d.state),
    version: d.version,
    pages: d.pages,
    signedByName: d.signed_by ? (names.get(d.signed_by) ?? d.signed_by) : null,
    signedAt: d.signed_at?.toISOString() ?? null,
    recipientName: d.recipient?.name ?? null,
    servedAt: d.served_at?.toISOString() ?? null,
    serveResult: d.serve_result,
    pdfUrl: `/api/documents/${d.doc_id}/pdf`,
  }));
}
