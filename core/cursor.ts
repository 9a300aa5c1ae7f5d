import { badRequest, type AppError } from './errors.ts';

/** Keyset cursors: the sort values of the last row, opaque to the client. */
export const encodeCursor = (values: readonly (string | null)[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url');

/** Read a cursor of `size` values. Throws 400 on anything else. */
export function decodeCursor(cursor: string | undefined, size: number): (string | null)[] | undefined {
  if (cursor === undefined || cursor === '') return undefined;
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (
      Array.isArray(values) &&
      values.length === size &&
      values.every((v) => v === null || typeof v === 'string')
    )
      return values as (string | null)[];
  } catch {
    // falls through to the refusal
  }
  throw badCursor();
}

/** 400: a cursor that is none of ours, or of another list. */
export const badCursor = (): AppError => badRequest('翻页位置不正确，请从第一页重新查询');
