import type { FormComponent, FormSchema } from './types.ts';

type Values = Record<string, unknown>;

/**
 * Submitted data without what the server itself put into the form: form-js submits read-only fields too, the server
 * refuses them (checkForm). In: the schema the browser shows, what form-js would submit. Out: a copy without values
 * of read-only fields and columns. Has no imports at run time, so that the browser can use it.
 */
export function withoutReadonly(schema: FormSchema, data: Values): Values {
  const copy = { ...data };
  for (const field of fieldsIn(schema.components)) {
    const key = field.path ?? field.key ?? '';
    const rows = copy[key];
    if (field.readonly === true) delete copy[key];
    else if (field.type === 'dynamiclist' && Array.isArray(rows)) {
      const shown = new Set(
        (field.components ?? []).filter((one) => one.readonly === true).map((one) => one.key),
      );
      copy[key] = rows.map((row: Values) =>
        Object.fromEntries(Object.entries(row).filter(([column]) => !shown.has(column))),
      );
    }
  }
  return copy;
}

const fieldsIn = (components: readonly FormComponent[]): FormComponent[] =>
  components.flatMap((one) => (one.type === 'group' ? fieldsIn(one.components ?? []) : [one]));
