import { Type, type TString, type StringOptions } from '@sinclair/typebox';
import { LIMITS, type LimitKind, type Limit } from '../core/text/limits.ts';

/** Schema of a text of a kind, with the lengths of the one table (core/text/limits.ts). */
export function limited(kind: LimitKind, options: StringOptions = {}): TString {
  const { min, max }: Limit = LIMITS[kind];
  return Type.String({ ...(min === undefined ? {} : { minLength: min }), maxLength: max, ...options });
}
