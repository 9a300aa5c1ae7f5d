import { rows, type Trx } from '../db.ts';
import type { FieldError } from '../errors.ts';
import { dayOf } from '../text/day.ts';
import { halfWidth, nameKey } from '../text/fold.ts';
import { LIMITS, tooLong } from '../text/limits.ts';
import { numberOf } from '../text/number.ts';
import { phoneOf } from '../text/phone.ts';
import { columnOf, isList, type Register, type RegisterColumn } from './describe.ts';
import { registeredIds } from './known.ts';
import { plainText } from './plain-text.ts';

type Values = Record<string, unknown>;

const LIST_MAX = 40;

/**
 * Look at what somebody entered for a row. Gives the values as they are stored and every fault with the key of its column;
 * values are only usable without faults. `rowId`: the row that is being changed, null for a new one.
 */
export async function checkRow(
  trx: Trx,
  register: Register,
  entered: Values,
  rowId: string | null,
): Promise<{ values: Values; errors: FieldError[] }> {
  const errors: FieldError[] = [];
  const values: Values = {};
  for (const column of register.columns) {
    const { value, fault } = one(column, entered[column.key]);
    values[column.key] = value;
    if (fault) errors.push({ path: column.key, message: fault });
  }
  for (const key of Object.keys(entered))
    if (!register.columns.some((column) => column.key === key))
      errors.push({ path: key, message: '台账中没有这一列' });
  const wrong = (key: string) => errors.some(({ path }) => path === key);
  for (const { key, notBefore, label } of register.columns)
    if (notBefore && !wrong(key) && !wrong(notBefore) && String(values[key]) < String(values[notBefore]))
      errors.push({ path: key, message: `${label}不能早于${labelOf(register, notBefore)}` });
  errors.push(...(await unknownIds(trx, register, values)).filter(({ path }) => !wrong(path)));
  if (!wrong(register.natural ?? '')) errors.push(...(await taken(trx, register, values, rowId)));
  return { values, errors };
}

const labelOf = (register: Register, key: string): string =>
  register.columns.find((column) => column.key === key)?.label ?? key;

interface Looked {
  value: unknown;
  fault?: string;
}

function one(column: RegisterColumn, given: unknown): Looked {
  if (isList(column)) return list(column, given);
  const { text: clean, fault } = plainText(
    typeof given === 'string' ? given : typeof given === 'number' ? String(given) : '',
  );
  if (fault) return { value: null, fault: `${column.label}${fault}` };
  const text = column.type === 'long' ? clean : clean.replaceAll('\n', ' ');
  if (given !== undefined && given !== null && typeof given !== 'string' && typeof given !== 'number')
    return { value: null, fault: `${column.label}的内容不正确` };
  if (text === '')
    return column.required ? { value: null, fault: `请填写${column.label}` } : { value: empty(column) };
  switch (column.type) {
    case 'integer':
      return integer(column, text);
    case 'date':
      return dayOf(text) !== null
        ? { value: dayOf(text) }
        : { value: null, fault: `${column.label}应为日期，例如 2026-06-30` };
    case 'choice':
      return column.options!.some(({ value }) => value === text)
        ? { value: text }
        : {
            value: null,
            fault: `${column.label}应为：${column.options!.map(({ label }) => label).join('、')}`,
          };
    case 'text':
    case 'long':
      return plain(column, text);
    default:
      return { value: text };
  }
}

const empty = ({ type }: RegisterColumn): unknown => (type === 'text' || type === 'long' ? '' : null);

function plain({ type, label, pattern, spelling }: RegisterColumn, given: string): Looked {
  const text = spelling === 'phone' ? (phoneOf(given) ?? given) : given;
  const { max } = type === 'text' ? LIMITS.line : LIMITS.registerLong;
  const length = [...text].length;
  if (length > max) return { value: text, fault: `${label}${tooLong(max, length)}` };
  // A code or number in full width is the same one in half width.
  if (pattern && pattern.is.test(halfWidth(text))) return { value: halfWidth(text) };
  return pattern && !pattern.is.test(text) ? { value: text, fault: pattern.says } : { value: text };
}

function integer({ label, min = 0, max = 1_000_000 }: RegisterColumn, text: string): Looked {
  const found = numberOf(text);
  const value = found.ok ? found.value : NaN;
  if (Number.isInteger(value) && value >= min && value <= max) return { value };
  if (!found.ok && /看不出/.test(found.why)) return { value: null, fault: label + found.why };
  return { value: null, fault: `${label}应为 ${min}–${max} 的整数` };
}

function list({ label, options, required }: RegisterColumn, given: unknown): Looked {
  if (given !== undefined && given !== null && !Array.isArray(given))
    return { value: [], fault: `${label}的内容不正确` };
  const value = [...new Set((given ?? []) as unknown[])].filter((id) => id !== '') as string[];
  if (value.some((id) => typeof id !== 'string')) return { value: [], fault: `${label}的内容不正确` };
  if (required && value.length === 0) return { value, fault: `请选择${label}` };
  if (value.length > LIST_MAX) return { value, fault: `${label}不超过${LIST_MAX}个` };
  const odd = options && value.find((id) => !options.some((option) => option.value === id));
  if (odd === undefined) return { value };
  return { value, fault: `没有“${odd}”，${label}可选：${options!.map((option) => option.label).join('、')}` };
}

/** Units, firms and people that do not exist, or no longer act for themselves. */
async function unknownIds(trx: Trx, { columns }: Register, values: Values): Promise<FieldError[]> {
  const errors: FieldError[] = [];
  for (const column of columns) {
    const ids = [values[column.key] ?? []].flat() as string[];
    if (ids.length === 0 || !['unit', 'units', 'objects', 'person'].includes(column.type)) continue;
    const known = await registeredIds(trx, column, ids);
    const fault = ids
      .map((id) => known.get(id) ?? `没有找到“${id}”，请从列表中选择`)
      .find((says) => says !== 'good');
    if (fault) errors.push({ path: column.key, message: fault });
  }
  return errors;
}

/** The natural key belongs to another row. */
async function taken(
  trx: Trx,
  { table, columns, natural }: Register,
  values: Values,
  rowId: string | null,
): Promise<FieldError[]> {
  const column = columns.find(({ key }) => key === natural);
  if (column === undefined) return [];
  const [other] = await rows<{ retired_at: Date | null }>(
    trx,
    `select retired_at from ${table} where replace(fold_text(cast(${columnOf(column)} as text)), ' ', '') = ? and cast(row_id as text) is distinct from ?`,
    [nameKey(String(values[column.key] ?? '')), rowId],
  );
  if (other === undefined) return [];
  const message = `${column.label}已有一行${other.retired_at ? '（已停用，可恢复该行）' : ''}，不能重复`;
  return [{ path: column.key, message }];
}
