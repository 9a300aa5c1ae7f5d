import type { ChainRow } from '../chain.ts';
import { rows, type Trx } from '../db.ts';
import { vaultValues } from '../vault.ts';

/** What stands in an export in place of the reporter's name or number. */
const MASK = '〔已遮蔽〕';

/** Hides the reporter in what leaves the house, whatever went wrong before (E-D5b: not in exports either). */
export interface Mask {
  text(text: string): string;
  /** Does the row tell who reported? Then only its hashes may leave; the chain stays checkable. */
  hides(row: ChainRow): boolean;
  /** Ids of documents whose text tells it: kept back as a whole, since a PDF cannot be masked without reprinting. */
  withheld: ReadonlySet<string>;
}

/** The mask of a case. Names that a person of the bureau also bears stand in the file for that person and stay. */
export async function maskOf(trx: Trx, caseId: string): Promise<Mask> {
  const values = await vaultValues(trx, caseId);
  const own =
    values.length === 0
      ? []
      : await rows<{ name_zh: string }>(trx, 'select name_zh from person where name_zh = any(:values)', {
          values,
        });
  const secrets = values
    .filter((value) => !own.some(({ name_zh }) => name_zh === value))
    .sort((a, b) => b.length - a.length);
  const tells = (text: string) => secrets.some((secret) => text.includes(secret));
  return {
    text: (text) => secrets.reduce((masked, secret) => masked.replaceAll(secret, MASK), text),
    hides: (row) => tells(row.subject) || tells(row.body) || tells(row.act),
    withheld: new Set(secrets.length === 0 ? [] : await telling(trx, caseId, secrets)),
  };
}

async function telling(trx: Trx, caseId: string, secrets: string[]): Promise<string[]> {
  const found = await rows<{ doc_id: string }>(
    trx,
    `select d.doc_id from document d left join submission s on s.task_id = d.task_id and d.way = 'form'
     where d.case_id = :caseId and exists (select 1 from unnest((:secrets)::text[]) v where strpos(
       concat_ws(' ', d.title, d.data::text, d.body::text, d.recipient::text, s.data::text), v) > 0)`,
    { caseId, secrets },
  );
  return found.map(({ doc_id }) => doc_id);
}
