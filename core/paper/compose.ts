import { one, rows, type Trx } from '../db.ts';
import { chineseDay, formRows, moment } from './form-rows.ts';
import { namesIn } from './names.ts';
import { documentTemplate, type BodyRow } from './templates.ts';
import type { Block, Paper } from './types.ts';
import { schemaOf } from './values.ts';

/** A row of table `document`. */
export interface StoredDocument {
  doc_id: string;
  case_id: string;
  item_id: string | null;
  task_id: string | null;
  element_id: string;
  template: string;
  title: string;
  way: 'serve' | 'form' | 'upload';
  state: 'draft' | 'signed' | 'numbered' | 'sent' | 'served';
  doc_no: string | null;
  version: number;
  data: Record<string, unknown>;
  body: BodyRow[];
  recipient: { unitId?: string; name?: string; group?: string } | null;
  signed_by: string | null;
  signed_at: Date | null;
  sha256: string | null;
  pages: number | null;
  print_key: string | null;
  created_at: Date;
  /** true once the case is sealed: the PDF the seal covers stays as it is. */
  frozen: boolean;
}

/** What the PDF of a document says; undefined for an upload, which is its own file. */
export async function paperOf(trx: Trx, document: StoredDocument): Promise<Paper | undefined> {
  if (document.way === 'upload') return undefined;
  if (document.template === 'case-catalogue') return cataloguePaper(trx, document);
  return document.way === 'serve' ? servedPaper(trx, document) : formPaper(trx, document);
}

/** A unit as it signs: without the note of the register where it is housed. */
const officialName = (name: string): string => name.replace(/[（(]设在.*[）)]$/, '');

/** Red head, number, title, recipient, passages, signature block. */
async function servedPaper(trx: Trx, document: StoredDocument): Promise<Paper> {
  const { issuerUnit } = documentTemplate(document.template);
  const { recipient } = document;
  const names = await namesIn(trx, issuerUnit, document.signed_by, recipient);
  const issuer = officialName(names.get(issuerUnit) ?? issuerUnit);
  const dated = document.signed_at ?? document.created_at;
  return {
    at: dated.toISOString(),
    head: {
      issuer,
      docNo: document.doc_no,
      signer: document.signed_by && (names.get(document.signed_by) ?? document.signed_by),
    },
    title: document.title,
    subtitle: null,
    recipient: recipient && (names.get(recipient.unitId ?? '') ?? recipient.name ?? null),
    blocks: document.body.flatMap(({ label, value }): Block[] => [
      ...(label ? [{ kind: 'heading' as const, text: label }] : []),
      { kind: 'text', text: value },
    ]),
    close: { issuer, date: chineseDay(dated) },
    watermark: document.state === 'draft' ? '草稿' : null,
  };
}

interface Filled {
  form_id: string;
  data: Record<string, unknown>;
  by: string;
  at: Date;
  element_name: string;
  definition_key: string;
  process: string;
  case_no: string;
}

/** A completed form as a record: what was filled in, by whom and when, pictures small. */
async function formPaper(trx: Trx, document: StoredDocument): Promise<Paper | undefined> {
  const filled = await one<Filled>(
    trx,
    `select s.form_id, s.data, s.by, s.at, t.element_name, t.definition_key, t.process, c.case_no
     from submission s join task t on t.task_id = s.task_id join cases c on c.case_id = s.case_id where s.task_id = ?`,
    [document.task_id],
  );
  if (filled === undefined) return undefined;
  const schema = await schemaOf(trx, filled);
  const names = await namesIn(trx, filled.data, filled.by);
  const data = await withLaterReasons(trx, document.task_id, filled.data);
  const fields = schema ? formRows(schema, data, names) : [];
  return {
    at: filled.at.toISOString(),
    head: null,
    title: document.title,
    subtitle: filled.case_no,
    recipient: null,
    blocks: [
      {
        kind: 'rows',
        rows: [
          { label: '环节', value: filled.element_name },
          { label: '办理人', value: names.get(filled.by) ?? filled.by },
          { label: '办理时间', value: moment(filled.at.toISOString()) },
          ...fields.map(({ label, value }) => ({ label, value })),
        ],
      },
      ...fields
        .filter((field) => field.pictures.length > 0)
        .map((field): Block => ({
          kind: 'pictures',
          caption: field.label,
          sha256s: field.pictures,
          ...(field.notes.some(Boolean) ? { notes: field.notes } : {}),
        })),
    ],
    close: null,
    watermark: null,
  };
}

/** The same data, with the reasons that were given later (补正) beside the pictures of the step. */
async function withLaterReasons(
  trx: Trx,
  taskId: string | null,
  data: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const later = await rows<{ sha256: string; placeReason: string; reasonByName: string }>(
    trx,
    `select e.sha256, e.place_reason as "placeReason", coalesce(p.name_zh, e.reason_by) as "reasonByName"
     from evidence e left join person p on p.account = e.reason_by where e.task_id = ? and e.reason_by is not null`,
    [taskId],
  );
  if (later.length === 0) return data;
  const said = new Map(later.map(({ sha256, ...reason }) => [sha256, reason]));
  const explained = (photo: unknown): unknown => {
    const reason = said.get((photo as { sha256?: string } | null)?.sha256 ?? '');
    return reason === undefined ? photo : { ...(photo as object), ...reason };
  };
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, Array.isArray(value) ? value.map(explained) : value]),
  );
}

/** 案卷目录: what lies in the sealed file, with the digests that the seal covers. */
async function cataloguePaper(trx: Trx, document: StoredDocument): Promise<Paper> {
  const { caseNo, documents, evidence } = document.data as {
    caseNo: string;
    documents: { title: string; docNo: string | null; pages: number | null; sha256: string | null }[];
    evidence: { takenAt: string | null; phase: string; sha256: string; marks?: string[] }[];
  };
  const [found] = await rows<{ title: string }>(trx, 'select title from cases where case_id = ?', [
    document.case_id,
  ]);
  const digest = (sha256: string | null) => sha256?.slice(0, 16) ?? '';
  const phase: Record<string, string> = { before: '整改前', after: '整改后' };
  return {
    at: document.created_at.toISOString(),
    head: null,
    title: '案卷目录',
    subtitle: `${caseNo}  ${found?.title ?? ''}`,
    recipient: null,
    blocks: [
      { kind: 'heading', text: `文书（${documents.length}份）` },
      {
        kind: 'table',
        head: ['序号', '文书', '文号', '页数', '校验值'],
        widths: [28, '*', 110, 28, 100],
        rows: documents.map((d, i) => [
          String(i + 1),
          d.title,
          d.docNo ?? '',
          String(d.pages ?? ''),
          digest(d.sha256),
        ]),
      },
      { kind: 'heading', text: `证据（${evidence.length}份）` },
      {
        kind: 'table',
        head: ['序号', '类别', '拍摄时间', '备注', '校验值'],
        widths: [28, 50, 110, '*', 100],
        rows: evidence.map((e, i) => [
          String(i + 1),
          phase[e.phase] ?? '其他',
          e.takenAt === null ? '' : moment(e.takenAt),
          (e.marks ?? []).join('；'),
          digest(e.sha256),
        ]),
      },
    ],
    close: null,
    watermark: null,
  };
}
