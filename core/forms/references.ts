import type { FieldNode } from './node.ts';
import type { FieldType } from './types.ts';

/** Chinese reasons why the fields that rules of this field name can't serve: missing, or of another kind. */
export function referenceReasons(node: FieldNode, nodes: readonly FieldNode[]): string[] {
  const reasons: string[] = [];
  const need = (
    siblings: readonly FieldNode[],
    key: string | undefined,
    rule: string,
    types: FieldType[],
  ) => {
    if (key === undefined) return;
    const target = siblings.find((one) => one.key === key);
    if (!target) reasons.push(`properties.${rule} 引用了不存在的字段“${key}”`);
    else if (!types.includes(target.type)) reasons.push(`properties.${rule} 引用的字段“${key}”类型不对`);
  };
  const check = (one: FieldNode, siblings: readonly FieldNode[]) => {
    const { notBefore, near, lead, takenAfter, within } = one.properties;
    need(siblings, notBefore, 'notBefore', ['date', 'datetime']);
    need(nodes, near?.to, 'near.to', ['location']);
    need(nodes, near?.unless, 'near.unless', ['textfield', 'textarea']);
    need(siblings, lead?.before, 'lead.before', ['datetime']);
    need(siblings, lead?.unless, 'lead.unless', ['textfield', 'textarea', 'checkbox']);
    need(nodes, within?.from, 'within.from', ['date', 'datetime']);
    need(nodes, takenAfter, 'takenAfter', ['datetime']);
  };
  check(node, nodes);
  for (const column of node.columns) check(column, node.columns);
  return reasons;
}
