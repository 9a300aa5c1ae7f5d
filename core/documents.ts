import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { act } from './act.ts';
import { SYSTEM } from './actor.ts';
import { canonical } from './canonical.ts';
import { one, rows, type Trx } from './db.ts';
import { notFound } from './errors.ts';
import { filesRoot, readFile, storeFile } from './files.ts';
import { paperOf, type StoredDocument } from './paper/compose.ts';
import { printPaper } from './paper/print.ts';
import { documentTemplate, fillTemplate, type BodyRow, type DocumentTemplate } from './paper/templates.ts';
import type { Paper, Printed } from './paper/types.ts';
import { quotableValues } from './paper/values.ts';

export type { BodyRow } from './paper/templates.ts';

/** Longest side of a picture in a document, in pixels: a thumbnail, the original is in the file store. */
const THUMBNAIL_PX = 480;
/** Changes whenever the layout of papers changes, so that open cases are printed in the new one. */
const LAYOUT = 2;

const DOCUMENTS = `select d.*, c.status = 'sealed' as frozen from document d join cases c on c.case_id = d.case_id`;

export interface Draft {
  title: string;
  secrecy: DocumentTemplate['secrecy'];
  body: BodyRow[];
}

/**
 * First text of a document that is to be served: the template's passages filled from what the case has on record.
 * Later versions take their passages from form doc.draft. Throws AppError for an unknown template.
 */
export async function draftDocument(
  trx: Trx,
  caseId: string,
  itemId: string | null,
  template: string,
  scopeId: string | null = null,
): Promise<Draft> {
  const found = documentTemplate(template);
  const body = fillTemplate(found, await quotableValues(trx, caseId, itemId, scopeId));
  return { title: found.name, secrecy: found.secrecy, body };
}

/**
 * The PDF of a document as it stands now. Printed anew only if what it says has changed since; an upload is its own
 * file. Throws 404 for an unknown document, or when the transaction may not see it.
 */
export async function printDocument(trx: Trx, docId: string): Promise<Uint8Array> {
  const document = await one<StoredDocument>(trx, `${DOCUMENTS} where d.doc_id = ?`, [docId]);
  if (document === undefined) throw notFound();
  return (await current(trx, document)).pdf;
}

/**
 * Bring the file of a case up to date: a PDF with hash and page count for every document that has none or whose text
 * has changed. Returns how many were printed. A draft is left alone: it is not yet a document.
 */
export async function printMissing(trx: Trx, caseId: string): Promise<number> {
  const documents = await rows<StoredDocument>(
    trx,
    `${DOCUMENTS} where d.case_id = ? and d.state <> 'draft' order by d.created_at, d.doc_id`,
    [caseId],
  );
  let printed = 0;
  for (const document of documents) {
    const { sha256 } = await current(trx, document);
    if (sha256 === document.sha256) continue;
    printed += 1;
    await act(trx, {
      caseId,
      actor: SYSTEM,
      act: 'document.printed',
      subject: document.title,
      before: { sha256: document.sha256 },
      after: { sha256 },
      more: { docId: document.doc_id, docNo: document.doc_no, template: document.template },
    });
  }
  return printed;
}

/** The kept PDF if it still says what the document says, or the file is sealed; else a fresh one, kept and entered. */
async function current(trx: Trx, document: StoredDocument): Promise<Printed & { sha256: string }> {
  const paper = await paperOf(trx, document);
  const key =
    paper &&
    createHash('sha256')
      .update(`${LAYOUT} ${canonical(paper)}`)
      .digest('hex');
  if (document.sha256 !== null && (document.frozen || key === undefined || key === document.print_key)) {
    const pdf = await readFile(filesRoot(), document.sha256).catch(() => undefined);
    if (pdf !== undefined) return { pdf, pages: document.pages ?? 0, sha256: document.sha256 };
  }
  if (paper === undefined) throw notFound('这份文书没有可打印的内容');
  const printed = await printPaper(paper, await thumbnails(paper));
  const sha256 = await storeFile(filesRoot(), printed.pdf);
  await trx.raw(
    `insert into file (sha256, mime, size, created_at) values (?, 'application/pdf', ?, ?) on conflict do nothing`,
    [sha256, printed.pdf.length, document.created_at],
  );
  await trx.raw('update document set sha256 = ?, pages = ?, print_key = ? where doc_id = ?', [
    sha256,
    printed.pages,
    key!,
    document.doc_id,
  ]);
  return { ...printed, sha256 };
}

/** Small JPEGs of the pictures a paper shows. What is no picture, or not in the store, is named by the paper instead. */
async function thumbnails(paper: Paper): Promise<Map<string, Uint8Array>> {
  const small = new Map<string, Uint8Array>();
  const wanted = paper.blocks.flatMap((block) => (block.kind === 'pictures' ? block.sha256s : []));
  for (const sha256 of new Set(wanted)) {
    const jpeg = await readFile(filesRoot(), sha256)
      .then((bytes) =>
        sharp(bytes)
          .resize(THUMBNAIL_PX, THUMBNAIL_PX, { fit: 'inside' })
          .flatten({ background: '#fff' })
          .jpeg({ quality: 70 })
          .toBuffer(),
      )
      .catch(() => undefined);
    if (jpeg !== undefined) small.set(sha256, jpeg);
  }
  return small;
}
