import { badRequest, type AppError } from './errors.ts';
import { isStorable } from './storable.ts';

/** Keyset cursors: the sort values of the last row, opaque to the client. */
export const encodeCursor = (values: readonly (string | null)[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url');

/** What a part of a cursor must be before a query casts it; a list of words means one of them. */
export type CursorPart = 'uuid' | 'instant' | 'day' | 'number' | 'text' | readonly string[];

/**
 * Read a cursor whose parts are of these kinds, in their order. Undefined where there is none. Throws 400 on anything
 * else: a cursor comes back from a browser and may be anything, so what cannot be cast must not get as far as a query.
 */
export function decodeCursor(
  cursor: string | undefined,
  ...kinds: readonly CursorPart[]
): string[] | undefined {
  if (cursor === undefined || cursor === '') return undefined;
  const values = partsOf(cursor);
  if (values.length !== kinds.length || !values.every((value, at) => fits(value, kinds[at]!)))
    throw badCursor();
  return values as string[];
}

function partsOf(cursor: string): unknown[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(values) ? values : [];
  } catch {
    return [];
  }
}

function fits(value: unknown, kind: CursorPart): boolean {
  if (typeof value !== 'string') return false;
  return typeof kind === 'string' ? KINDS[kind](value) : kind.includes(value);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DAY = /^\d{4}-\d\d-\d\d$/;
const INSTANT =
  /^(\d{4}-\d\d-\d\d) ([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?[+-](0\d|1[0-5])(:[0-5]\d){0,2}$/;
const NUMBER = /^-?\d{1,30}(\.\d{1,30})?$/;

const KINDS = {
  uuid: (text: string) => UUID.test(text),
  /** As Postgres writes a day; lists sort what has no day as `infinity`. */
  day: (text: string) => text === 'infinity' || isDay(text),
  /** As Postgres writes an instant. */
  instant: (text: string) => /^-?infinity$/.test(text) || isDay(INSTANT.exec(text)?.[1] ?? ''),
  number: (text: string) => NUMBER.test(text),
  text: isStorable,
};

/** A day that exists: JavaScript turns 30 February into 2 March, so it must come out as it went in. */
function isDay(text: string): boolean {
  if (!DAY.test(text) || text.startsWith('0000')) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text;
}

/** 400: a cursor that is none of ours, or of another list. */
const badCursor = (): AppError => badRequest('翻页位置不正确，请从第一页重新查询');
