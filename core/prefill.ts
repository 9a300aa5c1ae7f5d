import { asHouse, one, type Trx } from './db.ts';
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

/**
 * Data to put into a form at its opening: every field with a known `auto` that resolves to something. For a party of scope
 * `task` the product reads what the step is about; what could quote the report is read with his own eyes (decision 0013).
 */
export async function prefill(
  trx: Trx,
  form: CompiledForm,
  context: PrefillContext,
): Promise<Record<string, unknown>> {
  const data: Record<string, unknown> = {};
  const lists = listsOf(form.schema.components);
  const asked = form.fields.filter(({ auto, key }) => auto !== null && !key.includes('.'));
  const fill = async (fields: typeof asked) => {
    for (const { auto, key } of fields) {
      const value = await resolverOf(auto!)?.(trx, context);
      if (value === undefined || value === null) continue;
      data[key] = lists.has(key) && !Array.isArray(value) ? [value] : value;
    }
  };
  for (const { number, key } of form.fields)
    if (number !== null && !key.includes('.')) data[key] = await nextNumber(trx, number, now());
  if (asked.length === 0) return data;
  if (await seesWhole(trx, context)) await fill(asked);
  else {
    await fill(asked.filter(({ auto }) => tellsOfReport(auto!)));
    await asHouse(trx, () => fill(asked.filter(({ auto }) => !tellsOfReport(auto!))));
  }
  return data;
}

/** Resolvers that read the head of the case, the report, or what was said with the reporter. */
const tellsOfReport = (auto: string): boolean =>
  /^(case|fact|timeline|answer|ticket|review|verdict|hazard)\.|^said\.hazard\.(intake|contact|answer|callback)\./.test(
    auto,
  );

async function seesWhole(trx: Trx, { task, caseId }: PrefillContext): Promise<boolean> {
  if (task?.whole !== undefined) return task.whole;
  const id = task?.case_id ?? caseId;
  if (id === undefined) return true;
  return (await one<{ whole: boolean }>(trx, 'select sees_whole_case(?) as whole', [id]))!.whole;
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
