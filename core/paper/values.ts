import { one, rows, type Trx } from '../db.ts';
import { definition, latestDefinition } from '../definitions.ts';
import type { FormSchema } from '../forms/types.ts';
import { chineseDay, formRows, moment } from './form-rows.ts';
import { preparedTexts } from '../prepared.ts';
import { namesIn } from './names.ts';

interface Submitted {
  form_id: string;
  data: Record<string, unknown>;
  definition_key: string | null;
  process: string;
}

/**
 * What a document of this case may quote: of each form the last submission (of the same item, if it has one), in the
 * words of its version, by `form.id.field`; what a verb laid out for this scope or the case, by `prepared.name`; of the
 * item and the case what their rows say.
 */
export async function quotableValues(
  trx: Trx,
  caseId: string,
  itemId: string | null,
  scopeId: string | null = null,
): Promise<Map<string, string>> {
  const submissions = await rows<Submitted>(
    trx,
    `select s.form_id, s.data, t.definition_key, c.process from standing_submission s join cases c on c.case_id = s.case_id
     left join task t on t.task_id = s.task_id
     where s.case_id = :caseId and (:itemId::uuid is null or s.item_id is null or s.item_id = :itemId) order by s.at`,
    { caseId, itemId },
  );
  const values = new Map<string, string>();
  for (const submission of submissions) {
    const schema = await schemaOf(trx, submission);
    if (schema === undefined) continue;
    for (const row of formRows(schema, submission.data, await namesIn(trx, submission.data)))
      values.set(`${submission.form_id}.${row.key}`, row.value);
  }
  await addRows(trx, values, caseId, itemId);
  for (const [name, value] of await preparedTexts(trx, caseId, scopeId))
    values.set(`prepared.${name}`, value);
  return values;
}

/** The form a submission was checked against: of the deployed version; for start forms of the newest one. */
export async function schemaOf(
  trx: Trx,
  submission: Omit<Submitted, 'data'>,
): Promise<FormSchema | undefined> {
  const version =
    submission.definition_key === null
      ? await latestDefinition(trx, submission.process).catch(() => undefined)
      : await definition(trx, submission.definition_key);
  return version?.schemas[submission.form_id];
}

async function addRows(
  trx: Trx,
  values: Map<string, string>,
  caseId: string,
  itemId: string | null,
): Promise<void> {
  const found = await one<{
    case_no: string;
    title: string;
    opened_at: Date;
    facts: Record<string, unknown>;
  }>(trx, 'select case_no, title, opened_at, facts from cases where case_id = ?', [caseId]);
  if (found !== undefined) {
    values.set('case.no', found.case_no);
    values.set('case.title', found.title);
    values.set('case.openedAt', chineseDay(found.opened_at));
    for (const [key, value] of Object.entries(found.facts))
      if (typeof value === 'string') values.set(`case.${key}`, value);
  }
  const item = await one<{ title: string; demand: string; rectify_by: string | null }>(
    trx,
    'select title, demand, rectify_by from item where case_id = ? and (?::uuid is null or item_id = ?) order by no desc limit 1',
    [caseId, itemId, itemId],
  );
  if (item === undefined) return;
  values.set('item.title', item.title);
  values.set('item.demand', item.demand);
  if (item.rectify_by !== null) values.set('item.rectifyBy', moment(item.rectify_by));
}
