import type { Trx } from './db.ts';
import { nextNumber } from './doc-numbers.ts';
import type { CompiledForm, FormComponent } from './forms/types.ts';
import { CASE } from './prefill/case.ts';
import { CLOCK } from './prefill/clock.ts';
import { DOCUMENT } from './prefill/document.ts';
import { HAZARD } from './prefill/hazard.ts';
import { ITEM } from './prefill/item.ts';
import { namedResolver } from './prefill/named.ts';
import { NOTICE } from './prefill/notice.ts';
import { PERSON } from './prefill/person.ts';
import { TALK } from './prefill/talk.ts';
import type { PrefillContext, Resolver } from './prefill/types.ts';

import { now } from './time.ts';

export type { PrefillContext } from './prefill/types.ts';

/**
 * Values the product fills into a form when it opens: by the field's `properties.auto`, in the field's shape (decision
 * 0004), and the next 文号 where one is given. Names are `noun.what`, or of a family of prefill/named.ts. Never vault values.
 */
const RESOLVERS: Record<string, Resolver> = {
  ...PERSON,
  ...CASE,
  ...ITEM,
  ...DOCUMENT,
  ...CLOCK,
  ...HAZARD,
  ...NOTICE,
  ...TALK,
};

/** The resolver of a field's `auto`; a name that has none fills nothing (prefill.test.ts finds it). */
export const resolverOf = (name: string): Resolver | undefined => RESOLVERS[name] ?? namedResolver(name);

/** Data to put into a form at its opening: every field with a known `auto` that resolves to something. */
export async function prefill(
  trx: Trx,
  form: CompiledForm,
  context: PrefillContext,
): Promise<Record<string, unknown>> {
  const data: Record<string, unknown> = {};
  const lists = listsOf(form.schema.components);
  for (const field of form.fields) {
    if (field.number !== null && !field.key.includes('.'))
      data[field.key] = await nextNumber(trx, field.number, now());
    if (field.auto === null || field.key.includes('.')) continue;
    const value = await resolverOf(field.auto)?.(trx, context);
    if (value === undefined || value === null) continue;
    data[field.key] = lists.has(field.key) && !Array.isArray(value) ? [value] : value;
  }
  return data;
}

/** Keys of fields that take several values: a single person or unit becomes a list of one. */
function listsOf(components: readonly FormComponent[]): Set<string> {
  const found = components.flatMap((component) =>
    component.type === 'group'
      ? [...listsOf(component.components ?? [])]
      : component.properties?.multiple === true
        ? [component.key ?? '']
        : [],
  );
  return new Set(found);
}
