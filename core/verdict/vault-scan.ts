import { rows, type Trx } from '../db.ts';
import { vaultValues } from '../vault.ts';
import type { CaseFacts } from './facts.ts';
import type { Ref } from './types.ts';

interface Place {
  kind: Ref['kind'];
  label: string;
  /** Gives id, who wrote it, and the text to search, of the rows of case :id. */
  sql: string;
}

/** Everywhere a text of the case is stored, shown or exported, the vault itself excepted. */
const PLACES: Place[] = [
  {
    kind: 'evidence',
    label: '证据',
    sql: `select evidence_id::text, by, concat_ws(' ', name, place::text, place_reason) from evidence where case_id = :id`,
  },
  {
    kind: 'document',
    label: '文书',
    sql: `select doc_id::text as id, signed_by as by, concat_ws(' ', title, data::text, body::text, recipient::text) as text from document where case_id = :id`,
  },
  {
    kind: 'task',
    label: '流程变量',
    sql: `select task_id::text, null, variables::text from task where case_id = :id`,
  },
  {
    kind: 'task',
    label: '表单',
    sql: `select coalesce(task_id, submission_id)::text, by, concat_ws(' ', data::text, answer::text) from submission where case_id = :id`,
  },
  {
    kind: 'task',
    label: '流程变量',
    sql: `select job_key, null, output::text from job_effect where case_id = :id`,
  },
  {
    kind: 'answer',
    label: '答复',
    sql: `select answer_id::text, by, content from answer where case_id = :id`,
  },
  {
    kind: 'case',
    label: '案件摘要',
    sql: `select case_id::text, opened_by, concat_ws(' ', title, search, outcome_reason, facts::text) from cases where case_id = :id`,
  },
  {
    kind: 'case',
    label: '留痕',
    sql: `select event_id::text, actor, concat_ws(' ', subject, body) from audit_event where case_id = :id`,
  },
  {
    kind: 'case',
    label: '提醒',
    sql: `select notification_id::text, null, text from notification where case_id = :id`,
  },
  {
    kind: 'case',
    label: '说明',
    sql: `select explanation_id::text, by, text from explanation where case_id = :id`,
  },
  {
    kind: 'trigger',
    label: '触发',
    sql: `select trigger_id::text, null, concat_ws(' ', key, reason, payload::text) from pending_trigger where case_id = :id`,
  },
];

/**
 * Rows of the case in which the reporter's name or number stands (E-D5b). Null when the vault holds nothing. A name
 * that a person of the bureau also bears is not searched for: it stands in the file for that person. What was found is
 * told by place, never by value.
 */
export async function leaksOf(trx: Trx, caseId: string): Promise<CaseFacts['leaks']> {
  const values = await vaultValues(trx, caseId);
  if (values.length === 0) return null;
  const shared = await rows<{ name_zh: string }>(
    trx,
    'select name_zh from person where name_zh = any(:values)',
    { values },
  );
  const wanted = values.filter((value) => !shared.some(({ name_zh }) => name_zh === value));
  const leaks: NonNullable<CaseFacts['leaks']> = [];
  for (const place of PLACES) {
    const found = await rows<{ id: string; by: string | null }>(
      trx,
      `select id, by from (${place.sql}) p(id, by, text)
       where exists (select 1 from unnest((:values)::text[]) v where strpos(p.text, v) > 0)`,
      { id: caseId, values: wanted },
    );
    for (const { id, by } of found) leaks.push({ ref: { kind: place.kind, id, label: place.label }, by });
  }
  return leaks;
}
