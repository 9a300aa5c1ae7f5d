import { rows, type Trx } from './db.ts';

/** What somebody handed in: checked data (never vault values) and the engine's variable. */
export interface Submission {
  submission_id: string;
  task_id: string | null;
  element_id: string;
  form_id: string;
  data: Record<string, unknown>;
  answer: Record<string, unknown>;
  by: string;
  at: Date;
}

/** Which submissions of a case; members left out ask nothing. */
export interface SubmissionFilter {
  form?: string | readonly string[];
  element?: string;
  /** Of tasks about this document. */
  docId?: string;
  /** Of tasks within this scope (item, document, clock); null: of steps of the whole case only. */
  scopeId?: string | null;
}

/** Submissions of a case that stand, the newest first: one whose step the engine had already left moved nothing. */
export function submissionsOf(
  trx: Trx,
  caseId: string,
  filter: SubmissionFilter = {},
): Promise<Submission[]> {
  return rows<Submission>(
    trx,
    `select s.submission_id, s.task_id, s.element_id, s.form_id, s.data, s.answer, s.by, s.at
     from standing_submission s left join task t on t.task_id = s.task_id
     where s.case_id = :caseId
       and (cast(:forms as text[]) is null or s.form_id = any(:forms))
       and (cast(:element as text) is null or s.element_id = :element)
       and (cast(:docId as uuid) is null or t.doc_id = :docId)
       and (:anyScope or s.scope_id is not distinct from cast(:scopeId as text))
     order by s.at desc, s.submission_id`,
    {
      caseId,
      forms: filter.form === undefined ? null : [filter.form].flat(),
      element: filter.element ?? null,
      docId: filter.docId ?? null,
      scopeId: filter.scopeId ?? null,
      anyScope: filter.scopeId === undefined,
    },
  );
}

/** The newest of them, or undefined. */
export async function latestSubmission(
  trx: Trx,
  caseId: string,
  filter: SubmissionFilter,
): Promise<Submission | undefined> {
  return (await submissionsOf(trx, caseId, filter))[0];
}

/** A text member of submitted data; empty where it is missing or of another kind. */
export const textOf = (data: Record<string, unknown> | undefined, key: string): string => {
  const value = data?.[key];
  return typeof value === 'string' ? value : '';
};

/** The rows of a list in submitted data; none where it is missing. */
export const rowsIn = (data: Record<string, unknown> | undefined, key: string): Record<string, unknown>[] =>
  (data?.[key] as Record<string, unknown>[] | undefined) ?? [];
