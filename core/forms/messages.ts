import type { ErrorObject } from 'ajv';
import zh from 'ajv-i18n/localize/zh/index.js';
import type { FieldError } from '../errors.ts';
import { tooLong, tooShort } from '../text/limits.ts';
import { counterOf } from './compile-field.ts';
import type { FieldNode } from './node.ts';

/** “标签”, or with the row: “逐项结论”第 2 行“结果”. */
export function nameOf(node: FieldNode, list?: FieldNode, row?: number): string {
  return list === undefined || row === undefined
    ? `“${node.label}”`
    : `“${list.label}”第 ${row + 1} 行“${node.label}”`;
}

const formatsZh: Record<string, string> = {
  day: '应为 1990 至 2100 年间的日期，如 2026-03-20',
  instant: '应为 1990 至 2100 年间带时区的时间，如 2026-03-20T09:30+08:00',
  uscc: '的统一社会信用代码不对，请核对 18 位代码',
};

const typesZh: Partial<Record<FieldNode['type'], string>> = {
  textfield: '应为文字',
  textarea: '应为文字',
  number: '应为数字',
  date: formatsZh.day ?? '',
  datetime: formatsZh.instant ?? '',
  checkbox: '应为是或否',
  money: '应为两位小数的金额，如 1200.00',
};

/** Where in the form an error of ajv lies. */
interface Place {
  node: FieldNode;
  list?: FieldNode;
  row?: number;
  /** Steps below the field's value. */
  below: string[];
}

function placeOf(nodes: readonly FieldNode[], steps: readonly string[]): Place | null {
  const node = nodes.find((one) => one.key === steps[0]);
  if (!node) return null;
  const column = node.columns.find((one) => one.key === steps[2]);
  if (node.type === 'dynamiclist' && column) {
    return { node: column, list: node, row: Number(steps[1]), below: steps.slice(3) };
  }
  return { node, below: steps.slice(1) };
}

/** Errors of ajv as one Chinese sentence per path, in which the field's label stands. */
export function shapeErrors(nodes: readonly FieldNode[], errors: readonly ErrorObject[]): FieldError[] {
  const byPath = new Map<string, FieldError>();
  const alternatives = new Set<string>();
  for (const error of errors) {
    const steps = error.instancePath.split('/').slice(1).map(unescapePointer);
    const unknown: unknown = error.params.unevaluatedProperty ?? error.params.additionalProperty;
    const path = [...steps, ...(typeof unknown === 'string' ? [unknown] : [])].join('.');
    const place = placeOf(nodes, steps);
    const message = place ? sentence(place, error) : unknownField(String(unknown));
    if (error.keyword === 'anyOf') alternatives.add(path);
    if (!byPath.has(path)) byPath.set(path, { path, message });
  }
  const found = [...byPath.values()];
  // That none of several shapes fits is no news where it is already said what is wrong inside.
  return found.filter(
    ({ path }) => !alternatives.has(path) || !found.some((one) => one.path.startsWith(`${path}.`)),
  );
}

const unescapePointer = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');

/** Message for a member that the form doesn't have. */
export const unknownField = (key: string): string => `表单里没有“${key.slice(0, 40)}”这个字段`;

function sentence(place: Place, error: ErrorObject): string {
  const { node, list, row, below } = place;
  const item = node.list && below.length > 0 ? `第 ${Number(below[0]) + 1} ${counterOf(node.type)}` : '';
  return nameOf(node, list, row) + item + predicate(node, below, error);
}

function predicate(node: FieldNode, below: readonly string[], error: ErrorObject): string {
  const params = error.params as Record<string, unknown>;
  const text = node.type === 'textfield' || node.type === 'textarea';
  if (typeof params.unevaluatedProperty === 'string' || typeof params.additionalProperty === 'string') {
    return `里不能有“${String(params.unevaluatedProperty ?? params.additionalProperty).slice(0, 40)}”`;
  }
  switch (error.keyword) {
    case 'maxLength':
      return tooLong(Number(params.limit), charactersOf(error.data));
    case 'minLength':
      return below.length > 0 ? '不能为空' : tooShort(Number(params.limit), charactersOf(error.data));
    case 'pattern':
      if (text)
        return error.schemaPath.includes('/allOf/')
          ? patternMessage(node)
          : '含有不能使用的控制字符，请删除后再提交';
      return typesZh[node.type] ?? '的内容不对';
    case 'format':
      return formatsZh[String(params.format)] ?? '的格式不对';
    case 'enum':
      return '不是可选的选项';
    case 'maxItems':
      return `最多 ${String(params.limit)} ${counterOf(node.type)}`;
    case 'minimum':
      return `不能小于 ${String(params.limit)}`;
    case 'maximum':
      return `不能大于 ${String(params.limit)}`;
    case 'type':
      if (node.component.values !== undefined && below.length <= 1) return '不是可选的选项';
      if (params.type === 'integer') return '应为整数';
      if (params.type === 'array' && below.length === 0) return '应为列表';
      return typesZh[node.type] ?? '的格式不对';
    case 'required':
    case 'anyOf':
    case 'dependentRequired':
      return '的内容不完整';
    default:
      return inChinese(error);
  }
}

const charactersOf = (text: unknown): number => (typeof text === 'string' ? [...text].length : 0);

const patternMessage = (node: FieldNode): string => {
  const own = node.validate.patternErrorMessage;
  return own === undefined ? '的格式不对' : `：${own}`;
};

function inChinese(error: ErrorObject): string {
  const copy = { ...error };
  (zh as unknown as (errors: ErrorObject[]) => void)([copy]);
  return copy.message ?? '的格式不对';
}
