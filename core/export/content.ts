import { createHash } from 'node:crypto';
import { endingOf, kindOf } from '../file/kinds.ts';
import { canonical } from '../canonical.ts';
import type { ChainRow } from '../chain.ts';
import { clockLedger } from '../clock-ledger.ts';
import { one, rows, type Trx } from '../db.ts';
import { printDocument } from '../documents.ts';
import { AppError, notFound } from '../errors.ts';
import { marksOf, type Mark, type MarkedPicture } from '../file/marks.ts';
import { filesRoot, readFile } from '../files.ts';
import { moment } from '../paper/form-rows.ts';
import { pathOf, type DiagramPath } from '../path.ts';
import { CATALOGUE } from '../seal.ts';
import { timelineOf, type TimelineEntry } from '../timeline.ts';
import { evaluateCase, storedVerdict, type Verdict } from '../verdict/index.ts';

export interface ExportedCase {
  case_id: string;
  case_no: string;
  process: string;
  title: string;
  status: string;
  opened_at: Date;
  sealed_at: Date | null;
  seal_hash: string | null;
  facts: Record<string, unknown>;
}

export interface ExportedDocument {
  doc_id: string;
  title: string;
  doc_no: string | null;
  template: string;
  pages: number | null;
  sha256: string;
  /** Path in the archive. */
  path: string;
  pdf: Uint8Array;
}

export interface ExportedEvidence {
  evidence_id: string;
  item_no: number | null;
  phase: 'before' | 'after' | 'other';
  name: string;
  sha256: string;
  mime: string;
  taken_at: Date | null;
  place: { lat?: number; lng?: number; address?: string } | null;
  place_reason: string | null;
  reason_by_name: string | null;
  stated: MarkedPicture['stated'];
  contradicts: string[];
  resembles: { name: string } | null;
  /** Path in the archive; null when the file is no longer in the store. */
  path: string | null;
}

/** A file that is no evidence: paper, scan, signature. */
export interface ExportedAttachment {
  attachment_id: string;
  /** Step that it was handed in with, in words. */
  step: string;
  name: string;
  sha256: string;
  mime: string;
  at: Date;
  /** What is to be said of a picture that is no evidence (core/file/marks.ts). */
  marks: Mark[];
  /** Path in the archive; null when the file is no longer in the store. */
  path: string | null;
}

/** Everything that goes into an export, read in one transaction. */
export interface ExportContent {
  case: ExportedCase;
  verdict: Verdict;
  timeline: TimelineEntry[];
  clocks: Awaited<ReturnType<typeof clockLedger>>['items'];
  diagrams: DiagramPath[];
  audit: ChainRow[];
  documents: ExportedDocument[];
  evidence: ExportedEvidence[];
  attachments: ExportedAttachment[];
  /** Bytes of evidence and attachments by path. */
  files: Map<string, Uint8Array>;
  /** Rows of the case's tables, without the vault. */
  tables: Record<string, unknown[]>;
  /** Canonical text of the sealed catalogue; null before the seal. */
  catalogue: string | null;
}

const TABLES = [
  'item',
  'task',
  'submission',
  'answer',
  'explanation',
  'extension',
  'service_receipt',
  'lesson',
  'pending_trigger',
];
/** Engine keys say nothing to a reader of the file. */
const LEFT_OUT = new Set([
  'variables',
  'job_key',
  'element_instance_key',
  'broker_epoch',
  'version',
  'answer',
]);

/** Read a case for export. Throws 404 when there is none, or the transaction may not see it. */
export async function readContent(trx: Trx, caseId: string): Promise<ExportContent> {
  const found = await one<ExportedCase>(trx, 'select * from cases where case_id = ?', [caseId]);
  if (found === undefined) throw notFound('没有找到这件案件，或您无权查看');
  const stored = found.status === 'sealed' ? await storedVerdict(trx, caseId) : undefined;
  const tables: Record<string, unknown[]> = {};
  for (const table of TABLES) tables[table] = await readTable(trx, table, caseId);
  const { evidence, files } = await readEvidence(trx, caseId);
  const attachments = await readAttachments(trx, caseId, files, marksIn(tables.submission));
  return {
    case: found,
    verdict: stored ?? (await evaluateCase(trx, caseId)),
    timeline: (await timelineOf(trx, caseId)).items,
    clocks: (await clockLedger(trx, caseId)).items,
    diagrams: (await pathOf(trx, caseId)).diagrams,
    audit: await rows<ChainRow>(trx, 'select * from audit_event where case_id = ? order by seq', [caseId]),
    documents: await readDocuments(trx, caseId),
    evidence,
    attachments,
    files,
    tables,
    catalogue: found.seal_hash === null ? null : await sealedCatalogue(trx, caseId),
  };
}

async function readTable(trx: Trx, table: string, caseId: string): Promise<unknown[]> {
  const found = await rows<Record<string, unknown>>(
    trx,
    `select * from ${table} where case_id = ? order by 1`,
    [caseId],
  );
  return found.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([column]) => !LEFT_OUT.has(column))),
  );
}

async function readDocuments(trx: Trx, caseId: string): Promise<ExportedDocument[]> {
  const found = await rows<Omit<ExportedDocument, 'path' | 'pdf' | 'sha256'>>(
    trx,
    `select doc_id, title, doc_no, template, pages from document where case_id = ? and state <> 'draft' order by created_at, doc_id`,
    [caseId],
  );
  const documents: ExportedDocument[] = [];
  for (const [i, row] of found.entries()) {
    const path = `文书/${number(i)}-${fileName(row.title)}.pdf`;
    documents.push({ ...row, path, ...(await printed(trx, row.doc_id)) });
  }
  return documents;
}

async function printed(trx: Trx, docId: string): Promise<{ pdf: Uint8Array; sha256: string }> {
  const pdf = await printDocument(trx, docId);
  return { pdf, sha256: createHash('sha256').update(pdf).digest('hex') };
}

async function readEvidence(
  trx: Trx,
  caseId: string,
): Promise<{ evidence: ExportedEvidence[]; files: Map<string, Uint8Array> }> {
  const found = await rows<Omit<ExportedEvidence, 'path'>>(
    trx,
    `select e.*, coalesce(nullif(e.name, ''), a.name, '') as name, i.no as item_no, f.mime, coalesce(p.name_zh, e.reason_by) as reason_by_name
     from evidence e join file f on f.sha256 = e.sha256 left join item i on i.item_id = e.item_id
     left join person p on p.account = e.reason_by
     left join lateral (select name from attachment a where a.case_id = e.case_id and a.sha256 = e.sha256 order by at limit 1) a on true
     where e.case_id = ? order by e.at, e.evidence_id`,
    [caseId],
  );
  const files = new Map<string, Uint8Array>();
  const paths = new Map<string, string | null>();
  for (const row of found) {
    if (paths.has(row.sha256)) continue;
    const bytes = await readFile(filesRoot(), row.sha256).catch(() => null);
    const path =
      bytes && `证据/${number(files.size)}-${row.sha256.slice(0, 12)}${ending(row.mime, row.name)}`;
    paths.set(row.sha256, path);
    if (path) files.set(path, bytes);
  }
  return { evidence: found.map((row) => ({ ...row, path: paths.get(row.sha256) ?? null })), files };
}

/** Files of the case that are no evidence, each content once; their bytes go into `files`. */
async function readAttachments(
  trx: Trx,
  caseId: string,
  files: Map<string, Uint8Array>,
  marks: Map<string, Mark[]>,
): Promise<ExportedAttachment[]> {
  const found = await rows<Omit<ExportedAttachment, 'path' | 'marks'>>(
    trx,
    `select * from (
       select distinct on (a.sha256) a.attachment_id, coalesce(t.element_name, '') as step, a.name, a.sha256, f.mime, a.at
       from attachment a join file f on f.sha256 = a.sha256 left join task t on t.task_id = a.task_id
       where a.case_id = ? and not exists (select 1 from evidence e where e.case_id = a.case_id and e.sha256 = a.sha256)
       order by a.sha256, a.at, a.attachment_id) once order by at, attachment_id`,
    [caseId],
  );
  const attachments: ExportedAttachment[] = [];
  for (const [i, row] of found.entries()) {
    const bytes = await readFile(filesRoot(), row.sha256).catch(() => null);
    const path = bytes && `附件/${number(i)}-${stem(row.name)}${ending(row.mime, row.name)}`;
    if (path) files.set(path, bytes);
    attachments.push({ ...row, marks: marks.get(row.sha256) ?? [], path });
  }
  return attachments;
}

/** What is to be said of the pictures in what was handed in, by SHA-256. */
function marksIn(submissions: unknown): Map<string, Mark[]> {
  const found = new Map<string, Mark[]>();
  JSON.stringify(submissions, (_, value: unknown) => {
    const { sha256, ...picture } = (value ?? {}) as MarkedPicture & { sha256?: string };
    const marks = typeof sha256 === 'string' ? marksOf(picture, moment) : [];
    if (marks.length > 0) found.set(sha256!, marks);
    return value;
  });
  return found;
}

async function sealedCatalogue(trx: Trx, caseId: string): Promise<string> {
  const row = await one<{ data: unknown }>(
    trx,
    'select data from document where case_id = ? and template = ?',
    [caseId, CATALOGUE],
  );
  if (row === undefined) throw new AppError('no-catalogue', 500, '案卷已封，却没有封卷目录');
  return canonical(row.data);
}

const number = (i: number): string => String(i + 1).padStart(3, '0');

/** A title as a file name that every system takes. */
export const fileName = (title: string): string =>
  title.replace(/[\\/:*?"<>|\p{Cc}\s]+/gu, '_').slice(0, 60) || '未命名';

const stem = (name: string): string => fileName(name.replace(/\.[A-Za-z0-9]{1,5}$/, ''));

/** An ending that programs open the file by: its own where it fits its kind, else that of its kind. */
function ending(mime: string, name: string): string {
  const own = /\.([A-Za-z0-9]{1,5})$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return `.${kindOf(mime)?.endings.includes(own) ? own : endingOf(mime)}`;
}
