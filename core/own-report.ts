import { rows, type Trx } from './db.ts';
import { formRows } from './paper/form-rows.ts';
import { namesIn } from './paper/names.ts';
import { schemaOf } from './paper/values.ts';

/** What a reporter may read of his case besides the head: what he sent himself, and what he was answered. */
export interface OwnReport {
  at: string;
  rows: { label: string; value: string; pictures: string[] }[];
  answers: { at: string; way: string; content: string }[];
}

/** The report of whoever opened the case himself as its reporter; null for everybody else. Row-level security decides. */
export async function ownReport(trx: Trx, caseId: string): Promise<OwnReport | null> {
  const [sent] = await rows<{
    form_id: string;
    data: Record<string, unknown>;
    at: Date;
    definition_key: null;
    process: string;
  }>(
    trx,
    `select s.form_id, s.data, s.at, null as definition_key, c.process
     from submission s join case_seen c on c.case_id = s.case_id
     where s.case_id = ? and s.element_id = 'start' and reported_by_me(s.case_id) order by s.at limit 1`,
    [caseId],
  );
  if (sent === undefined) return null;
  const schema = await schemaOf(trx, sent);
  const shown = schema ? formRows(schema, sent.data, await namesIn(trx, sent.data)) : [];
  const answers = await rows<{ at: Date; way: string; content: string }>(
    trx,
    `select at, way, content from answer where case_id = ? and kind = 'reporter' order by at`,
    [caseId],
  );
  return {
    at: sent.at.toISOString(),
    rows: shown.map(({ label, value, pictures }) => ({ label, value, pictures })),
    answers: answers.map((one) => ({ ...one, at: one.at.toISOString() })),
  };
}
