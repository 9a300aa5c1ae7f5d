import type { Actor } from '../actor.ts';
import { one, type Trx } from '../db.ts';
import { AppError, type FieldError } from '../errors.ts';
import { require } from '../policies.ts';
import { columnOf, isList, type Register, type RegisterColumn } from './describe.ts';
import { saveRow } from './edit.ts';
import { partsOf, type SheetRow } from './excel.ts';
import { idsByName } from './known.ts';
import { registerRow } from './list.ts';

/** What an imported line would do, or has done. */
export interface ImportedLine {
  line: number;
  /** What the row is known by: its number, the expert's name. */
  name: string;
  what: 'new' | 'changed' | 'same' | 'wrong';
  /** Of a changed row: old and new, as people read them. */
  changes: { label: string; before: string; after: string }[];
  errors: (FieldError & { label: string })[];
}

/**
 * Enter the lines of a sheet: a line whose natural key the register knows changes that row, another is a new row; empty
 * cells of columns that the sheet has empty the value. Lines with faults are told and not entered. The caller rolls the
 * transaction back for a trial run, and whenever a line is wrong (all or nothing).
 */
export async function importLines(
  trx: Trx,
  actor: Actor,
  register: Register,
  lines: readonly SheetRow[],
): Promise<ImportedLine[]> {
  require(actor, 'register.edit', { register: register.name });
  const ids = await namedIds(trx, register, lines);
  const seen = new Map<string, number>();
  const told: ImportedLine[] = [];
  for (const line of lines) told.push(await importLine(trx, actor, register, line, ids, seen));
  return told;
}

type Ids = Map<string, Map<string, string[]>>;

async function importLine(
  trx: Trx,
  actor: Actor,
  register: Register,
  { line, cells }: SheetRow,
  ids: Ids,
  seen: Map<string, number>,
): Promise<ImportedLine> {
  const natural = register.columns.find(({ key }) => key === register.natural)!;
  const name = cells[natural.key] ?? '';
  const wrong = (errors: FieldError[]): ImportedLine => ({
    line,
    name,
    what: 'wrong',
    changes: [],
    errors: errors.map((error) => ({
      ...error,
      label: register.columns.find(({ key }) => key === error.path)?.label ?? '',
    })),
  });
  const { values, errors } = entered(register, cells, ids);
  const key = String(values[natural.key] ?? '');
  const before = seen.get(key);
  if (before !== undefined && key !== '')
    return wrong([{ path: natural.key, message: `与第${before}行重复` }]);
  seen.set(key, line);
  if (errors.length > 0) return wrong(errors);
  try {
    const known = await knownRow(trx, register, natural, values[natural.key]);
    const saved = await saveRow(trx, actor, register, {
      rowId: known?.rowId ?? null,
      values: { ...known?.values, ...values },
      imported: true,
    });
    const changes = register.columns
      .map(({ key: of, label }) => ({ label, before: known?.texts[of] ?? '', after: saved.texts[of] ?? '' }))
      .filter((change) => known !== undefined && change.before !== change.after);
    const what = known === undefined ? 'new' : changes.length > 0 ? 'changed' : 'same';
    return { line, name: saved.texts[natural.key] ?? name, what, changes, errors: [] };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return wrong(error.errors ?? [{ path: '', message: error.title }]);
  }
}

async function knownRow(trx: Trx, register: Register, natural: RegisterColumn, value: unknown) {
  const fits = natural.type === 'integer' ? /^\d{1,9}$/.test(String(value ?? '')) : Boolean(value);
  if (!fits) return undefined;
  const row = await one<{ id: string }>(
    trx,
    `select cast(row_id as text) as id from ${register.table} where ${columnOf(natural)} = ?`,
    [value],
  );
  return row === undefined ? undefined : registerRow(trx, register, row.id);
}

const NAMED = ['unit', 'units', 'objects', 'person'];

/** The ids behind all names in the sheet, one question per column. */
async function namedIds(trx: Trx, register: Register, lines: readonly SheetRow[]): Promise<Ids> {
  const ids: Ids = new Map();
  for (const column of register.columns.filter(({ type }) => NAMED.includes(type))) {
    const names = new Set(lines.flatMap(({ cells }) => partsOf(column, cells[column.key] ?? '')));
    ids.set(column.key, await idsByName(trx, column.type, [...names]));
  }
  return ids;
}

/** The cells of a line as values: words become codes, names become ids. What is neither stays and is refused later. */
function entered(register: Register, cells: Record<string, string>, ids: Ids) {
  const values: Record<string, unknown> = {};
  const errors: FieldError[] = [];
  for (const column of register.columns) {
    const text = cells[column.key];
    if (text === undefined) continue;
    const named = ids.get(column.key);
    const parts = partsOf(column, text).map((part) => {
      const found = named?.get(part) ?? [];
      if (found.length > 1)
        errors.push({ path: column.key, message: `有${found.length}个“${part}”，请改填编号或账号` });
      return found[0] ?? column.options?.find(({ label }) => label === part)?.value ?? part;
    });
    values[column.key] = isList(column) ? parts : (parts[0] ?? '');
  }
  return { values, errors };
}
