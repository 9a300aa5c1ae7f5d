import { randomUUID } from 'node:crypto';
import { one, type Trx } from './db.ts';
import { draftDocument, type BodyRow } from './documents.ts';
import { conflict } from './errors.ts';
import { latestSubmission, textOf, type Submission } from './submissions.ts';

/** A document to be made from a template for one recipient. */
export interface NewDocument {
  caseId: string;
  itemId: string | null;
  elementId: string;
  template: string;
  recipient: Record<string, unknown> | null;
  data: Record<string, unknown>;
  at: Date;
}

/** Make the first draft of a document that is to be served. Throws AppError for an unknown template. */
export async function createDraft(trx: Trx, fresh: NewDocument): Promise<{ docId: string; title: string }> {
  const docId = randomUUID();
  const { scopeId } = fresh.data;
  const draft = await draftDocument(
    trx,
    fresh.caseId,
    fresh.itemId,
    fresh.template,
    typeof scopeId === 'string' ? scopeId : null,
  );
  const recipient = fresh.recipient && (await withName(trx, fresh.caseId, fresh.recipient));
  await trx.raw(
    `insert into document (doc_id, case_id, item_id, element_id, template, title, way, state, data, body, recipient, created_at)
     values (?, ?, ?, ?, ?, ?, 'serve', 'draft', ?, ?, ?, ?)`,
    [
      docId,
      fresh.caseId,
      fresh.itemId,
      fresh.elementId,
      fresh.template,
      draft.title,
      JSON.stringify({ ...fresh.data, secrecy: draft.secrecy }),
      JSON.stringify(draft.body),
      recipient && JSON.stringify(recipient),
      fresh.at,
    ],
  );
  return { docId, title: draft.title };
}

/** The recipient by name: firm or unit of the register, else the object as it was reported. */
async function withName(
  trx: Trx,
  caseId: string,
  recipient: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const found = await one<{ name: string | null }>(
    trx,
    `select coalesce((select name_zh from firm where uscc = ?), (select name_zh from unit where unit_id = ?),
       facts->>'object') as name from cases where case_id = ?`,
    [recipient.unitId ?? null, recipient.unitId ?? null, caseId],
  );
  return { ...recipient, name: found?.name ?? null };
}

/**
 * The next version of a draft, with the passages as they were corrected last (form doc.draft). Throws 409 once the
 * document has its number: what was issued is not changed.
 */
export async function redraft(
  trx: Trx,
  caseId: string,
  docId: string,
): Promise<{ title: string; version: number }> {
  const corrected = await latestSubmission(trx, caseId, { form: 'doc.draft', docId });
  const rows = corrected?.data.body as Partial<BodyRow>[] | undefined;
  // A passage that was emptied is no value to the form; on paper it is an empty one.
  const body = rows?.map(({ key = '', label = '', value = '' }) => ({ key, label, value }));
  const draft = await one<{ title: string; version: number }>(
    trx,
    `update document set version = version + 1, state = 'draft', body = coalesce(?::jsonb, body)
     where doc_id = ? and case_id = ? and doc_no is null returning title, version`,
    [body === undefined ? null : JSON.stringify(body), docId, caseId],
  );
  if (draft === undefined) throw conflict('文书不存在或者已经编号，不能再改');
  return draft;
}

/** How a document reached its recipient. */
export interface Service {
  serveResult: string;
  servedAt: Date;
  receiver: string | null;
}

/**
 * The service of a document from the last of 签收 and 留置或其他方式送达; undefined while there is none. `submission` is
 * the proof: servers, witness, photos, scan.
 */
export async function serviceOf(
  trx: Trx,
  caseId: string,
  docId: string,
): Promise<{ service: Service; submission: Submission } | undefined> {
  const submission = await latestSubmission(trx, caseId, { form: ['doc.receipt', 'doc.leave'], docId });
  if (submission === undefined || submission.data.received === 'no') return undefined;
  const { data } = submission;
  const received = submission.form_id === 'doc.receipt';
  return {
    submission,
    service: {
      // 电子(已签确认书) is the form's wording of 电子.
      serveResult: received ? '签收' : textOf(data, 'way').replace(/\(.*$/, ''),
      servedAt: new Date(textOf(data, received ? 'receivedAt' : 'servedAt') || submission.at),
      receiver: textOf(data, received ? 'receiver' : 'witness') || null,
    },
  };
}
