import { Type, type TSchema } from '@sinclair/typebox';
import { AppError } from '../core/errors.ts';

/** Id of one of our rows. A text that is none would otherwise fail in Postgres, as if it could pass later. */
export const uuid = Type.String({
  pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$',
});

export const text = Type.String({ minLength: 1 });

/** Shanghai day `YYYY-MM-DD`. */
export const day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });

export const count = Type.Integer({ minimum: 0 });

/** The answer of a user task, or a message's payload: members are looked up by name. */
export const context = Type.Record(Type.String(), Type.Unknown());

/** A variable that may be absent or null: FEEL makes no difference. */
export const maybe = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]));

/**
 * Value of a variable by the path a header names (`totalFrom`, `intake.reportedAt`); undefined if a part is missing
 * or null.
 */
export function lookUp(variables: Record<string, unknown>, path: string | undefined): unknown {
  if (path === undefined) return undefined;
  let at: unknown = variables;
  for (const key of path.split('.')) at = (at as Record<string, unknown> | null | undefined)?.[key];
  return at ?? undefined;
}

/** A header the diagram must give. Throws AppError: no retry mends a diagram. */
export function header(headers: Record<string, string>, name: string): string {
  const value = headers[name];
  if (value === undefined || value === '') throw diagramFault(`步骤缺少头信息“${name}”`);
  return value;
}

/** The diagram asks for what cannot be; an operator must look at it. */
export const diagramFault = (title: string): AppError => new AppError('diagram-fault', 500, title);
