import type { ChainRow } from '../chain.ts';
import { rows, type Trx } from '../db.ts';
import { secretsOf } from '../secret/index.ts';

/** Hides the reporter in what leaves the house, whatever went wrong before (E-D5b: not in exports either). */
export interface Mask {
  text(text: string): string;
  /** A value that becomes JSON; names in fields of those who act officially stay. */
  value(value: unknown): unknown;
  /** Does the row tell who reported? Then only its hashes may leave; the chain stays checkable. */
  hides(row: ChainRow): boolean;
  /** Ids of documents whose text tells it: kept back as a whole, since a PDF cannot be masked without reprinting. */
  withheld: ReadonlySet<string>;
}

/** The mask of a case: what it looks for, and what stays, is decided in core/secret/. */
export async function maskOf(trx: Trx, caseId: string): Promise<Mask> {
  const secrets = await secretsOf(trx, caseId);
  const withheld = secrets.empty
    ? []
    : (await papers(trx, caseId)).filter(({ said }) => secrets.tells(said)).map(({ doc_id }) => doc_id);
  return {
    text: (text) => (secrets.empty ? text : secrets.mask(text)),
    value: (value) => (secrets.empty ? value : secrets.mask(value)),
    hides: (row) => !secrets.empty && secrets.tells([row.act, row.subject, JSON.parse(row.body) as unknown]),
    withheld: new Set(withheld),
  };
}

/** What each document of the case says. */
const papers = (trx: Trx, caseId: string): Promise<{ doc_id: string; said: unknown }[]> =>
  rows(
    trx,
    `select d.doc_id, jsonb_build_object('title', d.title, 'data', d.data, 'body', d.body, 'recipient', d.recipient,
       'said', s.data) as said
     from document d left join submission s on s.task_id = d.task_id and d.way = 'form' where d.case_id = ?`,
    [caseId],
  );
