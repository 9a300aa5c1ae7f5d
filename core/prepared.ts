import { one, rows, type Trx } from './db.ts';

/** `scope_id` of what is laid out for the whole case. */
const WHOLE_CASE = '';

/**
 * Lay out what later forms start with (`auto` = `prepared.<name>`) and documents quote (`{{prepared.<name>}}`): rows of
 * a list, or a text. `scopeId`: for the steps of one multi-instance element only. What was laid out before is replaced.
 */
export async function prepare(
  trx: Trx,
  caseId: string,
  name: string,
  value: unknown,
  scopeId: string = WHOLE_CASE,
): Promise<void> {
  await trx.raw(
    `insert into prepared (case_id, name, scope_id, value) values (?, ?, ?, ?)
     on conflict (case_id, name, scope_id) do update set value = excluded.value`,
    [caseId, name, scopeId, JSON.stringify(value)],
  );
}

/** What is laid out for this scope, else for the whole case; undefined where nothing is. */
export async function preparedFor(
  trx: Trx,
  caseId: string,
  name: string,
  scopeId: string | null,
): Promise<unknown> {
  const found = await one<{ value: unknown }>(
    trx,
    `select value from prepared where case_id = ? and name = ? and scope_id in (?, '') order by scope_id desc limit 1`,
    [caseId, name, scopeId ?? WHOLE_CASE],
  );
  return found?.value;
}

/** The texts laid out for a case, by name; those of the scope stand before those of the whole case. */
export async function preparedTexts(
  trx: Trx,
  caseId: string,
  scopeId: string | null,
): Promise<[name: string, text: string][]> {
  const found = await rows<{ name: string; value: unknown }>(
    trx,
    `select distinct on (name) name, value from prepared where case_id = ? and scope_id in (?, '')
       and jsonb_typeof(value) = 'string' order by name, scope_id desc`,
    [caseId, scopeId ?? WHOLE_CASE],
  );
  return found.map(({ name, value }) => [name, value as string]);
}
