import { decodeCursor, type CursorPart } from '../cursor.ts';
import { one, rows, type Trx } from '../db.ts';
import { badRequest, notFound } from '../errors.ts';
import { capped, COUNT_CAP, page, PAGE, type Capped, type Page } from '../inbox.ts';
import { sought } from '../text/search.ts';
import { columnOf, isEditable, isList, type Option, type Register, type RegisterColumn } from './describe.ts';
import { rowSql, searchSql, sortSql, textSql } from './sql.ts';

/** A row: what is stored (`values`) and what people read (`texts`), by column key. */
export interface RegisterRow {
  rowId: string;
  version: number;
  retired: boolean;
  values: Record<string, unknown>;
  texts: Record<string, string>;
}

export interface RegisterFilter {
  q?: string | undefined;
  sort?: string | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
  /** Retired rows too. */
  retired?: boolean | undefined;
  /** Column key → value it must have (or, of several, hold). */
  where?: Record<string, string | undefined>;
}

/** What a cursor holds of the column that is sorted by, by the type it is cast to. */
const CURSOR: Record<string, CursorPart> = {
  text: 'text',
  numeric: 'number',
  date: 'day',
  timestamptz: 'instant',
};

type Found = Record<string, unknown> & { row_id: string; version: number; retired_at: Date | null };

/**
 * One page of a register in the order asked for; the total comes with the first page. Row-level security decides what is
 * seen. Throws 400 for an unknown sort or a cursor of another list.
 */
export async function listRegister(
  trx: Trx,
  register: Register,
  filter: RegisterFilter,
): Promise<Page<RegisterRow> & { total?: Capped }> {
  const limit = filter.limit ?? PAGE;
  const sort = filter.sort ?? register.sort;
  const column = register.columns.find(({ key }) => key === sort.replace(/^-/, ''));
  if (column === undefined) throw badRequest('不能按这一列排序');
  const { by, as } = sortSql(column);
  const way = sort.startsWith('-') ? 'desc' : 'asc';
  const after = decodeCursor(filter.cursor, [sort], CURSOR[as]!, 'text');
  const id = `cast(r.${register.id} as text)`;
  const { sql, bindings } = conditions(register, filter);
  const found = await rows<Found & { sort_key: string }>(
    trx,
    `select cast(${by} as text) as sort_key, ${rowSql(register)} from ${register.table} r where ${sql}
       ${after ? `and (${by}, ${id}) ${way === 'desc' ? '<' : '>'} (cast(:after as ${as}), :afterId)` : ''}
     order by ${by} ${way}, ${id} ${way} limit :limit`,
    { ...bindings, after: after?.[1] ?? null, afterId: after?.[2] ?? null, limit: limit + 1 },
  );
  const cut = page(found, limit, (row) => [sort, row.sort_key, row.row_id]);
  const items = { items: cut.items.map((row) => shaped(register, row)), next: cut.next };
  if (after !== undefined) return items;
  const count = await one<{ n: string }>(
    trx,
    `select count(*) as n from (select 1 from ${register.table} r where ${sql} limit :cap) x`,
    { ...bindings, cap: COUNT_CAP + 1 },
  );
  return { ...items, total: capped(count) };
}

/** One row by its id. Throws 404. `lock`: for a change in this transaction. */
export async function registerRow(
  trx: Trx,
  register: Register,
  rowId: string,
  lock = false,
): Promise<RegisterRow> {
  const found = await one<Found>(
    trx,
    `select ${rowSql(register)} from ${register.table} r where cast(r.${register.id} as text) = ? ${lock ? 'for update of r' : ''}`,
    [rowId],
  );
  if (found === undefined) throw notFound('没有找到这一行，可能编号不对');
  return shaped(register, found);
}

/** What a filter can be set to, by column key: the column's options, else the values that occur. */
export async function filterOptions(trx: Trx, register: Register): Promise<Record<string, Option[]>> {
  const options: Record<string, Option[]> = {};
  for (const column of register.columns.filter(({ filter }) => filter))
    options[column.key] = column.options ? [...column.options] : await present(trx, register, column);
  return options;
}

const present = (trx: Trx, { table }: Register, column: RegisterColumn): Promise<Option[]> =>
  rows<Option>(
    trx,
    `select value, value as label from (select ${textSql(column)} as value, min(${sortSql(column).by}) as at
       from ${table} r group by 1) x where value <> '' order by at desc limit 200`,
  );

function conditions(register: Register, { q, retired, where = {} }: RegisterFilter) {
  const words = sought(q, `fold_text(${searchSql(register)})`);
  const bindings: Record<string, string | null> = { ...words.bindings };
  const parts = register.columns.flatMap((column) => {
    const value = where[column.key];
    if (!column.filter || !value) return column.unfiltered ? [column.unfiltered] : [];
    bindings[`is_${column.key}`] = value;
    const at = `r.${columnOf(column)}`;
    return [isList(column) ? `:is_${column.key} = any(${at})` : `cast(${at} as text) = :is_${column.key}`];
  });
  if (isEditable(register) && !retired) parts.push('r.retired_at is null');
  if (words.sql) parts.push(words.sql);
  return { sql: ['true', ...parts].join(' and '), bindings };
}

function shaped({ columns }: Register, row: Found): RegisterRow {
  const values = columns.map((column): [string, unknown] => {
    const value = row[`v_${column.key}`];
    return [column.key, column.type === 'number' && value !== null ? Number(value) : value];
  });
  return {
    rowId: row.row_id,
    version: row.version,
    retired: row.retired_at !== null,
    values: Object.fromEntries(values),
    texts: Object.fromEntries(columns.map(({ key }) => [key, String(row[`t_${key}`] ?? '')])),
  };
}
