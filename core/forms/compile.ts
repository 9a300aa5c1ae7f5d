import { layoutTypes } from './fields.ts';
import { assertFormFile } from './file-schema.ts';
import { CloseError } from './hide.ts';
import { expressionsOf } from './compile-feel.ts';
import { readField, type Draft } from './compile-field.ts';
import { layoutReasons } from './layout-text.ts';
import type { Compiled, FieldNode } from './node.ts';
import { referenceReasons } from './references.ts';
import { shapeValidator } from './schema.ts';
import {
  FormNotCheckable,
  type CompiledForm,
  type FormComponent,
  type FormField,
  type FormSchema,
} from './types.ts';
import type { FieldError } from '../errors.ts';

const MAX_FIELDS = 200;

/**
 * Make a form checkable. In: a form-js schema as read from a `.form` file (not changed). Out: the compiled form,
 * whose `schema` is what the browser shall get. Throws FormNotCheckable with every reason at once: component types
 * the server can't check, FEEL it may not evaluate, properties it doesn't know. Keeping the result is the caller's.
 */
export function compileForm(schema: FormSchema): CompiledForm {
  assertFormFile(schema);
  const reasons: FieldError[] = [];
  const copy = structuredClone(schema);
  const report = (path: string, message: string): void => void reasons.push({ path, message });
  checkId(copy, report);
  const drafts = walk(copy.components, [], report);
  const duplicates = drafts.map((draft) => draft.key).filter((key, i, keys) => keys.indexOf(key) !== i);
  for (const key of new Set(duplicates)) report(key, '键重复');
  if (drafts.length > MAX_FIELDS) report('', `字段超过 ${MAX_FIELDS} 个`);
  let nodes: FieldNode[] = [];
  try {
    nodes = expressionsOf(drafts, report);
  } catch (error) {
    if (!(error instanceof CloseError)) throw error;
    report('', error.message);
  }
  for (const node of nodes) referenceReasons(node, nodes).forEach((reason) => report(node.path, reason));
  if (reasons.length > 0) throw new FormNotCheckable(String(copy.id), reasons);
  const form: Compiled = {
    id: copy.id,
    title: copy.properties?.title ?? copy.id,
    schema: copy,
    nodes,
    fields: nodes.flatMap((node) => [fieldOf(node), ...node.columns.map(fieldOf)]),
    lawKeys: lawKeysOf(nodes),
    shape: shapeValidator(nodes),
  };
  return form;
}

function checkId(schema: FormSchema, report: (path: string, message: string) => void): void {
  if (!/^[a-z][a-z0-9.-]{0,60}$/.test(schema.id)) {
    report('', '表单 id 只能用小写字母、数字、点和连字符');
  }
}

function walk(
  components: FormComponent[],
  groups: FormComponent[],
  report: (path: string, message: string) => void,
): Draft[] {
  return components.flatMap((component) => {
    const name = String(component.key ?? component.path ?? component.label ?? component.id ?? component.type);
    if (layoutTypes.has(component.type)) layoutReasons(component).forEach((reason) => report(name, reason));
    if (component.type === 'group') {
      if (groups.length > 5) report(name, '分组嵌套过深');
      if (component.path) report(name, '分组不能带 path');
      return groups.length > 5 ? [] : walk(component.components ?? [], [...groups, component], report);
    }
    if (layoutTypes.has(component.type)) return [];
    const draft = readField(component, groups, null, (message) => report(name, message));
    return draft ? [draft] : [];
  });
}

function fieldOf(node: FieldNode): FormField {
  const { auto, vault, engine, evidence, accept, number, checkIn, takenAfter } = node.properties;
  return {
    key: node.path,
    label: node.label,
    type: node.type,
    vault: vault === true,
    engine: engine === true,
    auto: auto ?? null,
    readonly: node.readonly,
    fixedRows: node.fixedRows,
    evidence: evidence ?? null,
    number: number ?? null,
    accept: accept ?? null,
    checkIn: checkIn !== undefined,
    takenAfter: takenAfter !== undefined,
  };
}

function lawKeysOf(nodes: readonly FieldNode[]): CompiledForm['lawKeys'] {
  const all = nodes.flatMap((node) => [node, ...node.columns]).map((node) => node.properties);
  const amounts = all.flatMap((one) => [
    one.minItemsKey,
    one.minKey,
    one.maxKey,
    one.near?.withinKey,
    ...(one.include ?? []).map((rule) => rule.minKey),
  ]);
  const named = (keys: (string | undefined)[]) =>
    [...new Set(keys.filter((key) => key !== undefined))].sort();
  return { amounts: named(amounts), clocks: named(all.flatMap((one) => [one.lead?.key, one.within?.key])) };
}
