import { createHash, randomUUID } from 'node:crypto';
import { canonical } from './canonical.ts';
import { one, rows, type Trx } from './db.ts';
import { printDocument } from './documents.ts';
import { contradictionWords } from './file/marks.ts';
import { storedVerdict, type Predicate } from './verdict/index.ts';

/** Everything the seal covers. Its canonical JSON text is what is hashed; the export carries it as 封卷目录.json. */
export interface Catalogue {
  caseId: string;
  caseNo: string;
  sealedAt: string;
  /** Head of the audit chain just before the seal. */
  chain: { seq: number; hash: string };
  documents: {
    docId: string;
    template: string;
    title: string;
    docNo: string | null;
    pages: number | null;
    sha256: string | null;
  }[];
  /** `marks`: that something else was said of it, or contradicts it; what exactly stands with the picture. */
  evidence: { evidenceId: string; phase: string; takenAt: string | null; sha256: string; marks?: string[] }[];
  /** Files that are no evidence: papers, scans, signatures. */
  attachments: { attachmentId: string; sha256: string }[];
  verdict: { id: string; value: Predicate['value'] }[];
}

/** Template of the document that holds the catalogue. */
export const CATALOGUE = 'case-catalogue';

/** SHA-256 in hex of a catalogue: the seal. */
export const sealOf = (catalogue: unknown): string =>
  createHash('sha256').update(canonical(catalogue)).digest('hex');

/**
 * Seal the file of a case: write its catalogue (案卷目录) as a document, keep the catalogue's hash on the case, set it
 * sealed. The caller has seen that nothing is red. Returns the hash and the catalogue's document.
 */
export async function sealFile(
  trx: Trx,
  caseId: string,
  at: Date,
): Promise<{ sealHash: string; docId: string }> {
  const catalogue = await catalogueOf(trx, caseId, at);
  const sealHash = sealOf(catalogue);
  const docId = randomUUID();
  await trx.raw(
    `insert into document (doc_id, case_id, element_id, template, title, way, state, data, created_at)
     values (?, ?, 'case-seal', ?, '案卷目录', 'form', 'signed', ?, ?)`,
    [docId, caseId, CATALOGUE, JSON.stringify(catalogue), at],
  );
  await printDocument(trx, docId);
  await trx.raw(`update cases set status = 'sealed', sealed_at = ?, seal_hash = ? where case_id = ?`, [
    at,
    sealHash,
    caseId,
  ]);
  return { sealHash, docId };
}

async function catalogueOf(trx: Trx, caseId: string, at: Date): Promise<Catalogue> {
  const found = await one<{ case_no: string; seq: number; hash: string }>(
    trx,
    // The chain row is locked: nothing can come between this head and the row that records the seal.
    `select c.case_no, h.seq, h.hash from cases c join case_chain h on h.case_id = c.case_id where c.case_id = ? for update of h`,
    [caseId],
  );
  const documents = await rows<Catalogue['documents'][number]>(
    trx,
    `select doc_id as "docId", template, title, doc_no as "docNo", pages, sha256 from document
     where case_id = ? and template <> ? order by created_at, doc_id`,
    [caseId, CATALOGUE],
  );
  // No names of files: a person may have written the reporter's into one.
  const evidence = await rows<Listed>(
    trx,
    `select evidence_id as "evidenceId", phase, sha256, contradicts, stated is not null as stated, resembles is not null as resembles,
       to_char(taken_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "takenAt"
     from evidence where case_id = ? order by at, evidence_id`,
    [caseId],
  );
  const attachments = await rows<Catalogue['attachments'][number]>(
    trx,
    `select distinct on (sha256) attachment_id as "attachmentId", sha256 from attachment a where case_id = ?
       and not exists (select 1 from evidence e where e.case_id = a.case_id and e.sha256 = a.sha256) order by sha256, at, attachment_id`,
    [caseId],
  );
  const verdict = await storedVerdict(trx, caseId);
  return {
    caseId,
    caseNo: found!.case_no,
    sealedAt: at.toISOString(),
    chain: { seq: found!.seq, hash: found!.hash },
    documents,
    evidence: evidence.map(listed),
    attachments,
    verdict: (verdict?.predicates ?? []).map(({ id, value }) => ({ id, value })),
  };
}

type Listed = Omit<Catalogue['evidence'][number], 'marks'> & {
  contradicts: string[];
  stated: boolean;
  resembles: boolean;
};

/** A picture with its marks in short words; what somebody typed stays out of the catalogue, as names of files do. */
function listed({ contradicts, stated, resembles, ...one }: Listed): Catalogue['evidence'][number] {
  const marks = [
    ...(stated ? ['另有说明'] : []),
    ...contradictionWords(contradicts),
    ...(resembles ? ['与整改前照片高度相似'] : []),
  ];
  return marks.length === 0 ? one : { ...one, marks };
}
