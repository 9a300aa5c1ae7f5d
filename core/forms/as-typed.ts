import { cleanFileName, cleanText } from '../text/clean.ts';
import { codeOf, halfWidth } from '../text/fold.ts';
import { moneyOf, numberOf } from '../text/number.ts';
import { phoneOf } from '../text/phone.ts';
import { nameOf } from './messages.ts';
import type { FieldNode } from './node.ts';
import { isRecord } from './state.ts';

type Values = Record<string, unknown>;

/** Where in the form a value stands. */
interface Place {
  list?: FieldNode;
  row?: number;
}

/** What was typed, as it is meant. */
export interface AsTyped {
  values: Values;
  /** Sentences, by path, for what could not be understood; such a value is left as it was typed. */
  faults: Map<string, string>;
}

/**
 * Make texts of a submission ready to be checked: cleaned (core/text), numbers and amounts as people type them as JSON numbers
 * and decimal text, telephones and codes in one spelling. Everybody who hands something in comes by here, by HTTP or
 * not. The browser's fields use the same functions, so that what is shown is what is stored.
 */
export function asTyped(nodes: readonly FieldNode[], data: Values): AsTyped {
  const faults = new Map<string, string>();
  const values = members(nodes, data, '', {}, faults);
  return { values, faults };
}

function members(
  nodes: readonly FieldNode[],
  data: Values,
  prefix: string,
  place: Place,
  faults: Map<string, string>,
): Values {
  const known = new Map(nodes.map((node) => [node.key, node]));
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => {
      const node = known.get(key);
      return [key, node === undefined ? value : field(node, value, `${prefix}${key}`, place, faults)];
    }),
  );
}

function field(
  node: FieldNode,
  value: unknown,
  path: string,
  place: Place,
  faults: Map<string, string>,
): unknown {
  if (node.type === 'dynamiclist' && Array.isArray(value))
    return value.map((row: unknown, i) =>
      isRecord(row) ? members(node.columns, row, `${path}.${i}.`, { list: node, row: i }, faults) : row,
    );
  if (typeof value !== 'string') return cleaned(node, value);
  const meant = understand(node, value);
  if (meant.ok) return meant.value;
  faults.set(path, nameOf(node, place.list, place.row) + meant.why);
  return value;
}

type Meant = { ok: true; value: unknown } | { ok: false; why: string };
const text = (value: string): Meant => ({ ok: true, value });

function understand(node: FieldNode, typed: string): Meant {
  switch (node.type) {
    case 'textarea':
      return text(cleanText(typed));
    case 'textfield':
      return text(oneLine(node, cleanText(typed, 'line')));
    case 'number':
      return typed.trim() === '' ? text('') : numberOf(typed, unitOf(node));
    case 'money':
      return typed.trim() === '' ? text('') : moneyOf(typed);
    default:
      return text(cleanText(typed, 'line'));
  }
}

/** The unit that stands beside a number's field. */
function unitOf({ component }: FieldNode): string {
  const { suffixAdorner } = (component.appearance ?? {}) as { suffixAdorner?: unknown };
  return typeof suffixAdorner === 'string' ? suffixAdorner : '';
}

function oneLine(node: FieldNode, typed: string): string {
  if (node.properties.spelling === 'phone') return phoneOf(typed) ?? typed;
  if (node.properties.spelling === 'code') return codeOf(typed);
  return typed;
}

/** Texts inside the values of our own field types. */
function cleaned(node: FieldNode, value: unknown): unknown {
  if (Array.isArray(value))
    return value.map((one: unknown) =>
      typeof one === 'string' ? cleanText(one, 'line') : cleaned(node, one),
    );
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (typeof inner !== 'string') return [key, isRecord(inner) ? cleaned(node, inner) : inner];
      if (key === 'uscc') return [key, halfWidth(cleanText(inner, 'line')).replace(/\s/g, '').toUpperCase()];
      const isFile = key === 'name' && (node.type === 'files' || node.type === 'photos');
      return [key, isFile ? cleanFileName(inner) : cleanText(inner, 'line')];
    }),
  );
}
