import type { Actor } from './actor.ts';
import { one, rows, type Trx } from './db.ts';
import type { CompiledForm } from './forms/types.ts';
import type { TaskRow } from './tasks.ts';
import { now, shanghaiDayOf } from './time.ts';

/** For whom and for what a form is opened; a start form has neither task nor case. */
export interface PrefillContext {
  actor: Actor;
  task?: TaskRow;
  caseId?: string;
  clockId?: string;
}

type Resolver = (trx: Trx, context: PrefillContext) => Promise<unknown>;

/**
 * Values the product fills into a form when it opens: by the field's `properties.auto`. Names are `noun.what`; a name
 * not listed here fills nothing (the form check test names it).
 */
export const RESOLVERS: Record<string, Resolver> = {
  now: () => Promise.resolve(now().toISOString()),
  today: () => Promise.resolve(shanghaiDayOf(now())),
  me: (_, { actor }) => Promise.resolve(actor.account),
};

/** Data to put into a form at its opening: every field with a known `auto` that resolves to something. */
export async function prefill(
  trx: Trx,
  form: CompiledForm,
  context: PrefillContext,
): Promise<Record<string, unknown>> {
  const data: Record<string, unknown> = {};
  for (const field of form.fields) {
    if (field.auto === null || field.key.includes('.')) continue;
    const value = await RESOLVERS[field.auto]?.(trx, context);
    if (value !== undefined && value !== null) data[field.key] = value;
  }
  return data;
}
