import { fieldTypeOf, isList, ORDINARY_ROWS, shownOnly, typeRules } from './fields.ts';
import { propertyReasons, validateReasons } from './properties.ts';
import type { FieldType, FormComponent } from './types.ts';

/** A field read from the schema, before its expressions are. */
export interface Draft {
  key: string;
  path: string;
  label: string;
  type: FieldType;
  component: FormComponent;
  /** Groups around it, outermost first. */
  groups: FormComponent[];
  list: boolean;
  readonly: boolean;
  fixedRows: boolean;
  columns: Draft[];
}

/** Words that FEEL, JavaScript objects or form-js itself use; as keys they would mean something else. */
// prettier-ignore
const reserved = new Set([
  'now', 'today', 'me', 'step', 'this', 'parent', 'i', 'item', 'null', 'true', 'false', 'not', 'and', 'or', 'in', 'if',
  'then', 'else', 'for', 'some', 'every', 'return', 'satisfies', 'between', 'instance', 'of', 'function', 'external',
  'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf', 'toLocaleString',
  'propertyIsEnumerable', 'count', 'sum', 'min', 'max', 'abs', 'floor', 'ceiling', 'all', 'any', 'append', 'contains',
]);

/** Attributes of form-js that the server can't follow, with what to do instead. */
const refusedAttributes: Record<string, string> = {
  disabled: '请用 readonly（disabled 的字段不提交）',
  valuesKey: '选项须写在表单里',
  valuesExpression: '选项须写在表单里',
  serializeToString: '数字须以数字提交',
  increment: '步长请改用 decimalDigits',
  optionsExpression: '选项须写在表单里',
  dataSourceKey: '请用 dataSource',
  columnsExpression: '列须写在表单里',
};

/**
 * Read one data component. `list`: the key of the list it is a column of. Out: the draft, or null when nothing can
 * be done with it; every fault goes to `report` in Chinese.
 */
export function readField(
  component: FormComponent,
  groups: FormComponent[],
  list: string | null,
  report: (message: string) => void,
): Draft | null {
  const type = fieldTypeOf(component);
  if (type === null) {
    report(`服务器不能检查“${component.type}${component.subtype ? `/${component.subtype}` : ''}”类型的字段`);
    return null;
  }
  const key = keyOf(component, type);
  if (
    key === null ||
    !/^[a-z][A-Za-z0-9]{0,39}$/.test(key) ||
    (reserved.has(key) && !(list && key === 'item'))
  ) {
    report(`键“${String(key)}”不能用：须为小写字母开头的英文字母和数字，且不是保留字`);
    return null;
  }
  for (const [attribute, advice] of Object.entries(refusedAttributes)) {
    if (component[attribute] !== undefined && component[attribute] !== false)
      report(`不能用 ${attribute}：${advice}`);
  }
  const readonly = shownOnly.has(type) || component.readonly === true;
  const draft: Draft = {
    key,
    path: list === null ? key : `${list}.${key}`,
    label: typeof component.label === 'string' && component.label !== '' ? component.label : key,
    type,
    component,
    groups,
    list: isList(type, component),
    readonly,
    fixedRows: type === 'dynamiclist' && component.allowAddRemove === false,
    columns: [],
  };
  for (const reason of [...attributeReasons(draft, list), ...propertyReasons(type, component)])
    report(reason);
  for (const reason of validateReasons(type, component)) report(reason);
  if (type === 'dynamiclist') draft.columns = readColumns(component, key, list, report);
  return draft;
}

function keyOf(component: FormComponent, type: FieldType): string | null {
  if (type === 'dynamiclist') return component.path ?? null;
  if (type !== 'table') return component.key ?? null;
  return /^=\s*(\w+)$/.exec(component.dataSource ?? '')?.[1] ?? null;
}

function attributeReasons(draft: Draft, list: string | null): string[] {
  const { component, type, readonly } = draft;
  const reasons: string[] = [];
  if (component.readonly !== undefined && typeof component.readonly !== 'boolean') {
    reasons.push('readonly 只能是 true 或 false');
  }
  const filled = component.properties?.auto !== undefined || list !== null;
  if ((readonly || draft.fixedRows) && !filled) reasons.push('只读字段须用 properties.auto 指明由谁填写');
  for (const name of ['label', 'description'] as const) {
    if (/^=|\{\{/.test(component[name] ?? '')) reasons.push(`${name} 不能是表达式`);
  }
  const options = component.values ?? [];
  if (['select', 'radio', 'checklist', 'taglist'].includes(type)) {
    const values = options.map((option) => option.value);
    if (values.length === 0 || values.some((value) => typeof value !== 'string' || value === '')) {
      reasons.push('须有选项，且每个选项有文字 value');
    }
    if (new Set(values).size !== values.length) reasons.push('选项的 value 重复');
  }
  if (type === 'datetime' && component.timeSerializingFormat === 'no_timezone') {
    reasons.push('时间须带时区（timeSerializingFormat 用 utc_normalized）');
  }
  if (type === 'expression' && (list !== null || component.computeOn === 'presubmit')) {
    reasons.push('计算字段不能放在列表里，computeOn 只能是 change');
  }
  if (list !== null && (component.properties?.vault || component.properties?.engine)) {
    reasons.push('列表中的列不能单独保密或进入流程引擎');
  }
  return reasons;
}

function readColumns(
  component: FormComponent,
  key: string,
  list: string | null,
  report: (message: string) => void,
): Draft[] {
  if (list !== null) {
    report('列表不能放在列表里');
    return [];
  }
  const children = component.components ?? [];
  if (children.length === 0) report('列表没有列');
  const columns = children.flatMap((child) => {
    const name = child.label ?? child.key ?? child.type;
    const column = readField(child, [], key, (message) => report(`列“${name}”：${message}`));
    return column && column.type !== 'table' && column.type !== 'evidencePairs' ? [column] : [];
  });
  const keys = columns.map((column) => column.key);
  if (new Set(keys).size !== keys.length) report('列的键重复');
  return columns;
}

/** Most rows or items a list may have. */
export function mostItems(type: FieldType, component: FormComponent): number {
  const ordinary = type === 'dynamiclist' ? ORDINARY_ROWS : typeRules[type].maxItems;
  return component.properties?.maxItems ?? ordinary;
}

/** Word for one item of a list field in messages, e.g. 张. */
export const counterOf = (type: FieldType): string => typeRules[type].counter;
