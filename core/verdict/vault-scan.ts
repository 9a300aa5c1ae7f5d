import { one, rows, type Trx } from '../db.ts';
import { secretsOf } from '../secret/index.ts';
import type { CaseFacts } from './facts.ts';
import type { Ref } from './types.ts';

interface Place {
  kind: Ref['kind'];
  label: string;
  /** Gives id, who wrote it, and as JSON what to search, of the rows of case :id. */
  sql: string;
}

/** Everywhere a text of the case is stored, shown or exported, the vault itself excepted. */
const PLACES: Place[] = [
  {
    kind: 'evidence',
    label: '证据',
    sql: `select evidence_id::text, by, jsonb_build_array(name, place, place_reason) from evidence where case_id = :id`,
  },
  {
    kind: 'evidence',
    label: '附件',
    sql: `select attachment_id::text, by, to_jsonb(name) from attachment where case_id = :id`,
  },
  {
    kind: 'document',
    label: '文书',
    sql: `select doc_id::text as id, signed_by as by, jsonb_build_object('title', title, 'data', data, 'body', body, 'recipient', recipient) from document where case_id = :id`,
  },
  {
    kind: 'task',
    label: '流程变量',
    sql: `select task_id::text, null, variables from task where case_id = :id`,
  },
  {
    kind: 'task',
    label: '表单',
    sql: `select coalesce(task_id, submission_id)::text, by, jsonb_build_array(data, answer) from submission where case_id = :id`,
  },
  {
    kind: 'task',
    label: '流程变量',
    sql: `select job_key, null, output from job_effect where case_id = :id`,
  },
  {
    kind: 'answer',
    label: '答复',
    sql: `select answer_id::text, by, to_jsonb(content) from answer where case_id = :id`,
  },
  {
    kind: 'case',
    label: '案件摘要',
    sql: `select case_id::text, opened_by, jsonb_build_array(title, title_out, search, outcome_reason, facts) from cases where case_id = :id`,
  },
  {
    kind: 'case',
    label: '留痕',
    sql: `select event_id::text, actor, jsonb_build_array(subject, cast(body as jsonb)) from audit_event where case_id = :id`,
  },
  {
    kind: 'case',
    label: '提醒',
    sql: `select notification_id::text, null, to_jsonb(text) from notification where case_id = :id`,
  },
  {
    kind: 'case',
    label: '说明',
    sql: `select explanation_id::text, by, to_jsonb(text) from explanation where case_id = :id`,
  },
  {
    kind: 'trigger',
    label: '触发',
    sql: `select trigger_id::text, null, jsonb_build_array(key, reason, payload) from pending_trigger where case_id = :id`,
  },
];

/**
 * Rows of the case in which the reporter's name or number stands (E-D5b), however it is written (core/secret/). Null when the
 * vault holds nothing. What was found is told by place, never by value.
 */
export async function leaksOf(trx: Trx, caseId: string): Promise<CaseFacts['leaks']> {
  const kept = await one(trx, 'select 1 from reporter_vault where case_id = ?', [caseId]);
  if (kept === undefined) return null;
  const secrets = await secretsOf(trx, caseId);
  if (secrets.empty) return [];
  const leaks: NonNullable<CaseFacts['leaks']> = [];
  for (const place of PLACES) {
    const found = await rows<{ id: string; by: string | null; said: unknown }>(
      trx,
      `select id, by, said from (${place.sql}) p(id, by, said)`,
      { id: caseId },
    );
    for (const { id, by, said } of found)
      if (secrets.tells(said)) leaks.push({ ref: { kind: place.kind, id, label: place.label }, by });
  }
  return leaks;
}
