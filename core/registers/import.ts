import type { Actor } from '../actor.ts';
import { one, type Trx } from '../db.ts';
import { AppError, type FieldError } from '../errors.ts';
import { require } from '../policies.ts';
import { columnOf, isList, type Register, type RegisterColumn } from './describe.ts';
import { saveRow } from './edit.ts';
import { partsOf, type CellFault, type SheetRow } from './excel.ts';
import { howTo } from './how-to.ts';
import { idsByName } from './known.ts';
import { checkRow } from './check.ts';
import { registerRow, type RegisterRow } from './list.ts';

/** What an imported line would do, or has done. */
export interface ImportedLine {
  line: number;
  /** What the row is known by: its number, the expert's name. */
  name: string;
  what: 'new' | 'changed' | 'same' | 'wrong';
  /** Of a changed row: old and new, as people read them. */
  changes: { label: string; before: string; after: string }[];
  /** Of these the columns whose value the line takes away: needs consent. */
  emptied: string[];
  errors: CellFault[];
}

/**
 * Enter the lines of a sheet: a line whose natural key the register knows changes that row, another is a new row; empty
 * cells of columns that the sheet has empty the value, which is told (`emptied`) for the caller to ask. Lines with faults
 * are told and not entered. The caller rolls the
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
  row: SheetRow,
  ids: Ids,
  seen: Map<string, number>,
): Promise<ImportedLine> {
  const { line, cells } = row;
  const natural = register.columns.find(({ key }) => key === register.natural)!;
  const told = { line, name: row.given[natural.key] ?? '', changes: [], emptied: [], errors: [] };
  const wrong = (errors: FieldError[]): ImportedLine => ({
    ...told,
    what: 'wrong',
    errors: [...row.faults, ...explained(register, row, errors)],
  });
  const { values, errors } = entered(register, cells, ids);
  const key = String(values[natural.key] ?? '');
  const before = seen.get(key);
  if (before !== undefined && key !== '')
    return wrong([{ path: natural.key, message: `与第${before}行重复` }]);
  seen.set(key, line);
  try {
    const known = await knownRow(trx, register, natural, values[natural.key]);
    const state = known?.retired ? '停用' : '在用';
    if (row.state !== '' && row.state !== state)
      errors.push({ path: '', message: `在用情况不能由导入修改，现为“${state}”；请在台账中停用或恢复` });
    if (errors.length > 0 || row.faults.length > 0)
      return wrong([...errors, ...(await otherFaults(trx, register, values, known, row, errors))]);
    const saved = await saveRow(trx, actor, register, {
      rowId: known?.rowId ?? null,
      values: { ...known?.values, ...values },
      imported: true,
    });
    return { ...told, name: saved.texts[natural.key] ?? told.name, ...difference(register, known, saved) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return wrong(error.errors ?? [{ path: '', message: error.title }]);
  }
}

/** What else is wrong with a line that has faulty cells, so that everything is told at once. */
async function otherFaults(
  trx: Trx,
  register: Register,
  values: Record<string, unknown>,
  known: RegisterRow | undefined,
  { faults }: SheetRow,
  errors: FieldError[],
): Promise<FieldError[]> {
  const told = new Set([...faults, ...errors].map(({ path }) => path));
  const found = await checkRow(trx, register, { ...known?.values, ...values }, known?.rowId ?? null);
  return found.errors.filter(({ path }) => !told.has(path));
}

/** Faults with what stands in the cell and what the template says about its column. */
const explained = (register: Register, { given }: SheetRow, errors: FieldError[]): CellFault[] =>
  errors.map((error) => {
    const column = register.columns.find(({ key }) => key === error.path);
    const how = column === undefined ? '' : howTo(column);
    const remedy = column === undefined || how === column.label ? '' : how;
    return { ...error, label: column?.label ?? '', given: given[error.path] ?? '', remedy };
  });

function difference(register: Register, known: RegisterRow | undefined, saved: RegisterRow) {
  if (known === undefined) return { what: 'new' as const };
  const changes = register.columns
    .map(({ key, label }) => ({ label, before: known.texts[key] ?? '', after: saved.texts[key] ?? '' }))
    .filter(({ before, after }) => before !== after);
  const emptied = changes.filter(({ after }) => after === '').map(({ label }) => label);
  return { what: changes.length > 0 ? ('changed' as const) : ('same' as const), changes, emptied };
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
