import type { FormComponentSchema, FormSchema } from '../types.ts';
import type { FieldProperties } from './bridge.ts';

export type Component = FormComponentSchema & { properties?: FieldProperties };

/** Every component of a schema, containers included, in the order in which they stand. */
export function components(schema: { components?: FormComponentSchema[] }): Component[] {
  return (schema.components ?? []).flatMap((c) => [c as Component, ...components(c)]);
}

/** Labels of form keys, to name a wrong field in a sentence. */
export function labelsOf(schema: FormSchema): Map<string, string> {
  return new Map(components(schema).flatMap((c) => (c.key && c.label ? [[c.key, c.label] as const] : [])));
}
