import { one, type Trx } from '../db.ts';
import { printDocument } from '../documents.ts';
import type { PrefillContext, Resolver } from './types.ts';

interface Row {
  doc_id: string;
  title: string;
  doc_no: string | null;
  version: number;
  body: unknown[];
  data: { secrecy?: string };
  recipient: { group?: string | null } | null;
  sha256: string | null;
}

/** What follows from the document a task is about. */
export const DOCUMENT: Record<string, Resolver> = {
  'document.draft': draft,
  'document.docNo': async (trx, context) => (await documentOf(trx, context))?.doc_no,
  'document.secrecy': async (trx, context) => (await documentOf(trx, context))?.data.secrecy,
  'document.fields': async (trx, context) => (await documentOf(trx, context))?.body,
  'document.onBehalf': async (trx, context) => {
    const document = await documentOf(trx, context);
    const own = document?.recipient?.group;
    return context.actor.groups.includes('clerk') && !(own && context.actor.groups.includes(own));
  },
  'document.toSign': toSign,
};

/** The paper that is laid before the signers: the newest form paper of the case that their own step did not make. */
async function toSign(trx: Trx, { task }: PrefillContext) {
  if (task === undefined) return undefined;
  const paper = await one<{ doc_id: string }>(
    trx,
    `select doc_id from document where case_id = ? and way = 'form' and element_id <> ? and created_at <= ?
     order by created_at desc, doc_id limit 1`,
    [task.case_id, task.element_id, task.opened_at],
  );
  if (paper === undefined) return undefined;
  await printDocument(trx, paper.doc_id);
  const printed = await one<Row>(trx, 'select * from document where doc_id = ?', [paper.doc_id]);
  return printed?.sha256 ? [{ sha256: printed.sha256, name: `${printed.title}.pdf` }] : undefined;
}

async function documentOf(trx: Trx, { task }: PrefillContext): Promise<Row | undefined> {
  if (!task?.doc_id) return undefined;
  return one<Row>(trx, 'select * from document where doc_id = ?', [task.doc_id]);
}

/** The draft as a PDF: printed when it is looked at, kept until it changes. */
async function draft(trx: Trx, context: PrefillContext) {
  const document = await documentOf(trx, context);
  if (document === undefined) return undefined;
  await printDocument(trx, document.doc_id);
  const printed = (await documentOf(trx, context))!;
  if (printed.sha256 === null) return undefined;
  return [{ sha256: printed.sha256, name: `${printed.title}(第${printed.version}稿).pdf` }];
}
