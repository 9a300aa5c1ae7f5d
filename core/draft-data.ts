import { badRequest } from './errors.ts';
import { isTooBig } from './forms/size.ts';
import type { CompiledForm, FormField } from './forms/types.ts';
import { cleanText, withoutControl } from './text/clean.ts';

type Values = Record<string, unknown>;

/** No more levels than a form check takes, and no more text than a person writes by hand. */
const LIMIT = { values: 20_000, characters: 256 * 1024, depth: 10 };
const MOST_BYTES = 256 * 1024;

/**
 * What of a draft is kept: the values of the form's own fields, hidden ones too, so that a changed mind finds its text
 * again. Vault fields, and what is no field of the form, are dropped; half characters and control characters too, which
 * no submit would take. Throws 400 when it is bigger than any draft need be.
 */
export function draftOf(form: CompiledForm, data: Values): Values {
  const tooBig = badRequest('草稿太大，没有保存：请删减文字或分次提交（每份草稿不超过 256 kB）');
  if (isTooBig(data, LIMIT)) throw tooBig;
  const kept = picked(form.fields, data);
  if (Buffer.byteLength(JSON.stringify(kept)) > MOST_BYTES) throw tooBig;
  return kept;
}

/** A draft without its signatures: whoever takes it over signs for himself. */
export function withoutSignatures(form: CompiledForm, data: Values): Values {
  return picked(
    form.fields.filter(({ type }) => type !== 'signature'),
    data,
  );
}

/** Hashes of the files that data names. */
export function filesIn(data: unknown): string[] {
  const named = new Set<string>();
  JSON.stringify(data, (key, value: unknown) => {
    if (key === 'sha256' && typeof value === 'string') named.add(value);
    return value;
  });
  return [...named];
}

function picked(fields: readonly FormField[], data: Values): Values {
  const open = fields.filter(({ vault }) => !vault);
  const kept: Values = {};
  for (const { key, type } of open) {
    if (key.includes('.') || !Object.hasOwn(data, key)) continue;
    const columns = open.flatMap((one) =>
      one.key.startsWith(`${key}.`) ? [one.key.slice(key.length + 1)] : [],
    );
    kept[key] = clean(type === 'dynamiclist' ? rowsOf(data[key], columns) : data[key]);
  }
  return kept;
}

function rowsOf(rows: unknown, columns: readonly string[]): unknown {
  if (!Array.isArray(rows)) return null;
  return rows.map((row: unknown) =>
    typeof row === 'object' && row !== null
      ? Object.fromEntries(Object.entries(row).filter(([key]) => columns.includes(key)))
      : {},
  );
}

function clean(value: unknown): unknown {
  // A draft is no place to refuse a character; a submit tells of what it cannot take.
  if (typeof value === 'string') return withoutControl(cleanText(value));
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [String(clean(key)), clean(member)]),
  );
}
