import type { Actor } from '../actor.ts';
import type { Trx } from '../db.ts';
import type { TaskRow } from '../tasks.ts';

/** For whom and for what a form is opened; a start form has neither task nor case. */
export interface PrefillContext {
  actor: Actor;
  task?: TaskRow;
  caseId?: string;
  clockId?: string;
}

/** Gives the value of a field, in the field's shape (decision 0004); undefined or null fills nothing. */
export type Resolver = (trx: Trx, context: PrefillContext) => Promise<unknown>;

/** A read-only text field holds no more. */
const LONGEST = 200;

/** Cut a text to what a one-line field holds, by characters. */
export const short = (text: string): string => {
  const characters = [...text.replace(/\s+/g, ' ').trim()];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : characters.join('');
};

/** The case a form is opened in; undefined for a start form. */
export const caseOf = ({ caseId, task }: PrefillContext): string | undefined => caseId ?? task?.case_id;

/** A resolver that needs a case: nothing without one. */
export const inCase =
  (resolve: (trx: Trx, caseId: string, context: PrefillContext) => Promise<unknown>): Resolver =>
  (trx, context) => {
    const caseId = caseOf(context);
    return caseId === undefined ? Promise.resolve(undefined) : resolve(trx, caseId, context);
  };

/** A resolver by the element of the task, from a list of words; nothing for an element that is not listed. */
export const byStep =
  (words: Record<string, unknown>): Resolver =>
  (_, { task }) =>
    Promise.resolve(task === undefined ? undefined : words[task.element_id]);
