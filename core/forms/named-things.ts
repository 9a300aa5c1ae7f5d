import { nameOf } from './messages.ts';
import { inside, type FieldNode } from './node.ts';
import { isRecord } from './state.ts';
import type { CompiledForm } from './types.ts';

type Values = Record<string, unknown>;

/** Something a form names that some register must know. */
export interface NamedThing {
  kind: 'unit' | 'person' | 'firm' | 'article' | 'paper';
  /** Field, or `list.row.column`: where the person looks. */
  path: string;
  /** The field as a sentence begins with it. */
  field: string;
  /** unit id, account, 信用代码, article, 案号 or 文号. */
  id: string;
  /** What the register doesn't know may stand here. */
  free: boolean;
  /** firm: the name that was given along with the code. */
  name: string;
  /** person: stands here as one of the officials that the law wants, two at a site. */
  official: boolean;
}

/** How many officials must be at a site; whoever is named in such a field is one of them (legal pack). */
const OFFICIALS = 'probe.officers';

const KINDS: Partial<Record<FieldNode['type'], NamedThing['kind']>> = {
  unit: 'unit',
  person: 'person',
  firm: 'firm',
  article: 'article',
};

/** Everything that checked data name: units, people, firms, articles, papers; also in the columns of lists. */
export function namedThings(form: CompiledForm, data: Values): NamedThing[] {
  return inside(form).nodes.flatMap((node) => {
    const value = data[node.key];
    if (node.readonly || value === undefined) return [];
    if (node.type !== 'dynamiclist') return thingsIn(node, value, node.key, nameOf(node));
    return (value as Values[]).flatMap((row, i) =>
      node.columns
        .filter((column) => !column.readonly)
        .flatMap((column) =>
          thingsIn(column, row[column.key], `${node.key}.${i}.${column.key}`, nameOf(column, node, i)),
        ),
    );
  });
}

function thingsIn(node: FieldNode, value: unknown, path: string, field: string): NamedThing[] {
  const kind = node.properties.refers ? 'paper' : KINDS[node.type];
  if (kind === undefined || value === undefined || value === null) return [];
  const free = node.properties.freeText === true;
  const official = kind === 'person' && node.properties.minItemsKey === OFFICIALS;
  const parts = kind === 'paper' ? String(value).split(/[、,，;；\n]/) : [value].flat();
  return parts.flatMap((one): NamedThing[] => {
    if (!isRecord(one)) return [{ kind, path, field, id: String(one).trim(), free, name: '', official }];
    // A person's or firm's mere name is in no register; whether it is allowed the check of the form has said.
    const name = typeof one.name === 'string' ? one.name : '';
    if (typeof one.uscc === 'string') return [{ kind, path, field, id: one.uscc, free, name, official }];
    return kind === 'firm' ? [{ kind, path, field, id: '', free, name, official }] : [];
  });
}
