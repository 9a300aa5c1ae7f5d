import { columnOf, type Option, type Register, type RegisterColumn } from './describe.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const UNIT_NAME = (id: string): string => `(select u.name_zh from unit u where u.unit_id = ${id})`;
const FIRM_NAME = (id: string): string => `(select f.name_zh from firm f where f.uscc = ${id})`;
const joined = (column: string, name: string): string =>
  `(select coalesce(string_agg(coalesce(${name}, x.id), '、' order by x.at), '') from unnest(${column}) with ordinality x(id, at))`;
const optionName = (options: readonly Option[], value: string): string =>
  `coalesce(cast(${quoted(JSON.stringify(Object.fromEntries(options.map((o) => [o.value, o.label]))))} as jsonb)->>${value}, ${value})`;

/** SQL of what people read in a column of row `r`: names for ids, words for codes. Never null. */
export function textSql(column: RegisterColumn): string {
  const at = `r.${columnOf(column)}`;
  switch (column.type) {
    case 'choice':
      return `coalesce(${optionName(column.options ?? [], at)}, '')`;
    case 'choices':
      return joined(at, optionName(column.options ?? [], 'x.id'));
    case 'unit':
      return `coalesce(${UNIT_NAME(at)}, ${at}, '')`;
    case 'units':
      return joined(at, UNIT_NAME('x.id'));
    case 'objects':
      return joined(at, `coalesce(${UNIT_NAME('x.id')}, ${FIRM_NAME('x.id')})`);
    case 'person':
      return `coalesce((select p.name_zh from person p where p.account = ${at}), ${at})`;
    case 'case':
      return `coalesce((select c.case_no from case_seen c where c.case_id = ${at}), '')`;
    case 'instant':
      return `coalesce(to_char(${at} at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'), '')`;
    case 'number':
      return `coalesce(cast(cast(${at} as double precision) as text), '')`;
    default:
      return `coalesce(cast(${at} as text), '')`;
  }
}

/** What a column is sorted by, and the type a cursor's text is cast to. */
export function sortSql(column: RegisterColumn): { by: string; as: string } {
  const at = `r.${columnOf(column)}`;
  if (column.type === 'integer' || column.type === 'number')
    return { by: `coalesce(cast(${at} as numeric), 0)`, as: 'numeric' };
  if (column.type === 'date') return { by: `coalesce(${at}, 'infinity')`, as: 'date' };
  if (column.type === 'instant') return { by: at, as: 'timestamptz' };
  return { by: textSql(column), as: 'text' };
}

/** The select list of a row: id, version, whether retired, each column's value (`v_`) and its text (`t_`). */
export function rowSql({ id, columns, natural }: Register): string {
  const own = natural === null ? `1 as version, null as retired_at` : `r.version, r.retired_at`;
  const cells = columns.map(
    (column) => `r.${columnOf(column)} as "v_${column.key}", ${textSql(column)} as "t_${column.key}"`,
  );
  return [`cast(r.${id} as text) as row_id`, own, ...cells].join(', ');
}

/** SQL of all that can be searched in a row. */
export const searchSql = ({ columns }: Register): string =>
  `concat_ws(' ', ${columns.map(textSql).join(', ')})`;
