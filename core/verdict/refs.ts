import type { ClockRow } from '../clocks.ts';
import type { TaskRow } from '../tasks.ts';
import type { CaseFacts, DocumentRow, ItemRow, LinkedCaseRow, SubmissionRow } from './facts.ts';
import type { Ref } from './types.ts';

export const itemRef = (item: ItemRow): Ref => ({ kind: 'item', id: item.item_id, label: `事项${item.no}` });
export const taskRef = (task: TaskRow): Ref => ({ kind: 'task', id: task.task_id, label: task.element_name });
export const clockRef = (clock: ClockRow): Ref => ({
  kind: 'clock',
  id: clock.clock_id,
  label: clock.name_zh,
});
export const caseRef = (linked: LinkedCaseRow): Ref => ({
  kind: 'case',
  id: linked.case_id,
  label: linked.case_no,
});
export const documentRef = (document: DocumentRow): Ref => ({
  kind: 'document',
  id: document.doc_id,
  label: document.doc_no ?? document.title,
});

/** A submission, by the task it was given in. */
export const submissionRef = (facts: CaseFacts, submission: SubmissionRow): Ref => ({
  kind: 'task',
  id: submission.task_id ?? submission.submission_id,
  label:
    facts.tasks.find((task) => task.task_id === submission.task_id)?.element_name ?? submission.element_id,
});

/** Was it completed by a person? A task just submitted is still `closing` when the verdict is asked for. */
export const isDone = (task: TaskRow): boolean => task.state === 'done' || task.state === 'closing';

export const nameOf = (facts: CaseFacts, account: string): string => facts.names.get(account) ?? account;

/** Number of different people named in a person field: accounts, or names of people without one. */
export function peopleIn(value: unknown): number {
  const one = (entry: unknown): string =>
    typeof entry === 'string'
      ? entry
      : String(
          (entry as { account?: string; name?: string } | null)?.account ??
            (entry as { name?: string } | null)?.name ??
            '',
        );
  const list = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  return new Set(list.map(one).filter(Boolean)).size;
}

/** Is there a text in it? */
export const filled = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';
