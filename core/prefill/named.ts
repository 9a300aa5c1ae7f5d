import { one } from '../db.ts';
import { preparedFor } from '../prepared.ts';
import { latestSubmission } from '../submissions.ts';
import { caseOf, type Resolver } from './types.ts';

/** A value by the path of its members; undefined where one is missing. */
const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | null | undefined)?.[key], value);

/**
 * Families of names that say by themselves where the value comes from, so that a new process needs no resolver:
 * `var.object.id` a variable of the task · `fact.category` of the case's head · `prepared.checks` what a verb laid out
 * for this step or case · `said.talk.minutes.measures` a field as last submitted (of the same scope, else of a step of the whole case).
 */
const FAMILIES: Record<string, (path: string[]) => Resolver> = {
  var:
    (path) =>
    (_, { task }) =>
      Promise.resolve(at(task?.variables, path)),
  fact: (path) => async (trx, context) => {
    const caseId = caseOf(context);
    const head =
      caseId &&
      (await one<{ facts: unknown }>(trx, 'select facts from case_seen where case_id = ?', [caseId]));
    return head ? at(head.facts, path) : undefined;
  },
  prepared: (path) => async (trx, context) => {
    const caseId = caseOf(context);
    return caseId && preparedFor(trx, caseId, path.join('.'), context.task?.scope_id ?? null);
  },
  said: (path) => async (trx, context) => {
    const caseId = caseOf(context);
    if (caseId === undefined) return undefined;
    const form = path.slice(0, -1).join('.');
    const scopeId = context.task?.scope_id;
    // Else of the whole case: what was said of another item, perhaps by another firm, is never filled in here.
    const own = scopeId ? await latestSubmission(trx, caseId, { form, scopeId }) : undefined;
    const said =
      own ?? (await latestSubmission(trx, caseId, { form, ...(scopeId ? { scopeId: null } : {}) }));
    return said?.data[path.at(-1)!];
  },
};

/** The resolver of a name whose first word is a family; undefined for any other name. */
export function namedResolver(name: string): Resolver | undefined {
  const [family = '', ...path] = name.split('.');
  return path.length > 0 && Object.hasOwn(FAMILIES, family) ? FAMILIES[family]!(path) : undefined;
}
