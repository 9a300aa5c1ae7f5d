import { feelTest } from '../feel.ts';
import { pick } from './expressions.ts';
import { emptyValue, isBlank } from './fields.ts';
import { inside, type Feel, type FieldNode } from './node.ts';
import type { CompiledForm } from './types.ts';

type Values = Record<string, unknown>;

export const isRecord = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const own = (values: Values, key: string): unknown => (Object.hasOwn(values, key) ? values[key] : undefined);

/**
 * All values of a form as form-js holds them: what was submitted, what the server filled into read-only fields,
 * and form-js's empty value everywhere else. FEEL sees exactly this, in the browser and here.
 */
export function stateOf(nodes: readonly FieldNode[], data: Values, server: Values): Values {
  const state: Values = Object.assign(Object.create(null) as Values, { step: own(server, 'step') ?? null });
  for (const node of nodes) {
    const filled = own(server, node.key);
    const given = node.readonly ? filled : own(data, node.key);
    const value = isBlank(given) ? emptyValue(node.type, node.component) : given;
    state[node.key] =
      node.type === 'dynamiclist' && Array.isArray(value)
        ? value.map((row, i) => rowState(node, row, filled, i))
        : value;
  }
  return state;
}

function rowState(node: FieldNode, row: unknown, filled: unknown, index: number): unknown {
  const serverRow: unknown = Array.isArray(filled) ? filled[index] : undefined;
  if (!isRecord(row)) return row;
  const { step: _, ...columns } = stateOf(node.columns, row, isRecord(serverRow) ? serverRow : {});
  return columns;
}

/** Whether one of the conditions hides the field; `row`: the row a column stands in. */
export function isHidden(hides: readonly Feel[], state: Values, row: unknown = null): boolean {
  return hides.some((hide) =>
    feelTest(hide.text, pick(hide, row === null ? state : { ...state, this: row })),
  );
}

/**
 * Keys of the top-level fields that are shown. `data`: what was submitted (or is being edited); `server`: values of
 * read-only fields by key, and `step`. Same answer as form-js in the browser (property-tested), provided it got `form.schema`.
 */
export function visibleKeys(form: CompiledForm, data: Values, server: Values = {}): Set<string> {
  const { nodes } = inside(form);
  const state = stateOf(nodes, data, server);
  return new Set(nodes.filter((node) => !isHidden(node.hides, state)).map((node) => node.key));
}

/** Submitted values without hidden fields and blanks, columns of lists included. Other shapes are left as they are. */
export function shownValues(nodes: readonly FieldNode[], data: Values, server: Values): Values {
  const state = stateOf(nodes, data, server);
  const shown: Values = {};
  for (const node of nodes) {
    const value = own(data, node.key);
    if (node.readonly || isBlank(value) || isHidden(node.hides, state)) continue;
    shown[node.key] =
      node.type === 'dynamiclist' && Array.isArray(value)
        ? value.map((row, i) => shownRow(node, row, state, i))
        : value;
  }
  return shown;
}

function shownRow(list: FieldNode, row: unknown, state: Values, index: number): unknown {
  if (!isRecord(row)) return row;
  const rows = state[list.key];
  const rowState: unknown = Array.isArray(rows) ? rows[index] : null;
  const columns = new Map(list.columns.map((column) => [column.key, column]));
  // Unknown members stay, so that the shape check can refuse them by name.
  return Object.fromEntries(
    Object.entries(row).filter(([key, value]) => {
      const column = columns.get(key);
      return !column || !(isBlank(value) || isHidden(column.hides, state, rowState));
    }),
  );
}

/** Whether a row of a list that the person filled says nothing at all: such rows are dropped. */
export function isBlankRow(row: unknown): boolean {
  return isRecord(row) && Object.values(row).every((value) => isBlank(value) || value === false);
}
