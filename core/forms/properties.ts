import { docNumber } from './doc-number.ts';
import { isList, typeRules } from './fields.ts';
import type { FieldType, FormComponent, Validate } from './types.ts';

/** What a property may be; the text says in Chinese what is expected. */
const kinds: Record<string, [string, (value: unknown) => boolean]> = {
  flag: ['true 或 false', (value) => typeof value === 'boolean'],
  name: ['名称', (value) => typeof value === 'string' && /^[A-Za-z][A-Za-z0-9.-]{0,60}$/.test(value)],
  feel: ['以 = 开头的 FEEL 表达式', (value) => typeof value === 'string' && value.startsWith('=')],
  count: [
    '0 到 500 的整数',
    (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 500,
  ],
  wanted: ['recording', (value) => value === 'recording'],
  kind: ['before、after 或 other', (value) => ['before', 'after', 'other'].includes(String(value))],
  checks: ['列表，每项有 feel 和 message', (value) => listOf(value, isCheck)],
  include: ['列表，每项有 groups、message 和 min 或 minKey', (value) => listOf(value, isInclude)],
  lead: ['key、before', (value) => has(value, ['key', 'before'], ['unless'])],
  within: ['key、from', (value) => has(value, ['key', 'from'])],
  near: ['to、withinKey、unless', (value) => has(value, ['to', 'withinKey', 'unless'])],
  spelling: ['phone 或 code', (value) => value === 'phone' || value === 'code'],
  series: ['文号的机关代字', (value) => isText(value) && docNumber(`${value}〔2026〕1号`)?.series === value],
  map: ['选项到代码的对照', (value) => isObject(value) && Object.values(value).every(isText)],
};

const dates: FieldType[] = ['date', 'datetime'];
const pictures: FieldType[] = ['photos', 'files'];
const numbers: FieldType[] = ['number', 'money'];
const all = Object.keys(typeRules) as FieldType[];
const lists = all.filter((type) => typeRules[type].list !== 'never');
const choices: FieldType[] = ['select', 'radio', 'checklist', 'taglist'];

/** Every property: its kind and the field types that may carry it. */
const known: Record<string, [keyof typeof kinds, readonly FieldType[]]> = {
  auto: ['name', all],
  vault: ['flag', all],
  engine: ['flag', all.filter((type) => typeRules[type].engine)],
  evidence: ['kind', pictures],
  accept: ['wanted', ['files']],
  multiple: ['flag', all.filter((type) => typeRules[type].list === 'multiple')],
  freeText: ['flag', ['person', 'firm', 'article']],
  minItems: ['count', lists],
  maxItems: ['count', lists],
  minItemsKey: ['name', lists],
  minItemsWhen: ['feel', lists],
  minKey: ['name', numbers],
  maxKey: ['name', numbers],
  include: ['include', ['person']],
  notFuture: ['flag', dates],
  future: ['flag', dates],
  notBefore: ['name', dates],
  within: ['within', dates],
  lead: ['lead', ['datetime']],
  near: ['near', ['location']],
  checkIn: ['name', ['datetime']],
  takenAfter: ['name', ['photos']],
  otherSide: ['flag', ['signature']],
  number: ['series', ['textfield']],
  refers: ['flag', ['textfield']],
  requiredWhen: ['feel', all],
  engineMap: ['map', choices],
  spelling: ['spelling', ['textfield']],
  check: ['checks', all],
};

/** Chinese reasons why the properties of a component can't be honoured; names starting with `ui` are the page's. */
export function propertyReasons(type: FieldType, component: FormComponent): string[] {
  const reasons: string[] = [];
  const properties = component.properties ?? {};
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('ui')) continue;
    const entry = known[name];
    if (!entry) reasons.push(`不认识的属性 properties.${name}`);
    else if (!entry[1].includes(type)) reasons.push(`这种字段不能带 properties.${name}`);
    else if (!kinds[entry[0]]?.[1](value)) reasons.push(`properties.${name} 应为${kinds[entry[0]]?.[0]}`);
  }
  if ((properties.maxItems ?? 0) > typeRules[type].maxItems && isList(type, component)) {
    reasons.push(`properties.maxItems 不能超过 ${typeRules[type].maxItems}`);
  }
  if (properties.minItems !== undefined && !isList(type, component))
    reasons.push('单值字段不能带 properties.minItems');
  if (properties.vault && properties.engine) reasons.push('保密字段不能进入流程引擎');
  if (properties.vault && properties.number) reasons.push('文号不能作为保密字段');
  // The engine would get nothing for it, and the first expression over it would stop the case.
  if (type === 'firm' && properties.freeText && properties.engine)
    reasons.push('进入流程引擎的企业字段不能填写名录外的企业');
  // The vault encrypts text; a file would lie readable in the store.
  if (properties.vault && ['photos', 'files', 'signature'].includes(type))
    reasons.push('照片、附件和签名不能作为保密字段');
  return reasons;
}

/** Which members of `validate` a type honours, beside `required`. */
const bounds: Partial<Record<FieldType, readonly (keyof Validate)[]>> = {
  textfield: ['minLength', 'maxLength', 'pattern', 'patternErrorMessage'],
  textarea: ['minLength', 'maxLength'],
  number: ['min', 'max'],
  money: ['min', 'max'],
};

/** Chinese reasons why `validate` can't be honoured on the server. */
export function validateReasons(type: FieldType, component: FormComponent): string[] {
  const reasons: string[] = [];
  const validate = component.validate ?? {};
  const honoured = ['required', ...(bounds[type] ?? [])];
  for (const [name, value] of Object.entries(validate)) {
    if (!honoured.includes(name)) reasons.push(`服务器不能检查 validate.${name}，请改用 properties`);
    else if (name === 'required' && typeof value !== 'boolean')
      reasons.push('validate.required 应为 true 或 false');
    else if (/^m(in|ax)/.test(name) && !isBound(value))
      reasons.push(`validate.${name} 应为数字或 FEEL 表达式`);
  }
  if (typeof validate.pattern === 'string') reasons.push(...patternReasons(validate.pattern));
  return reasons;
}

/**
 * Reasons against a pattern: it must be a plain Unicode regular expression that can't run away: no look-around, no
 * back-reference, no repeated group, at most three open repetitions (then cubic in ≤ 200 characters at worst).
 */
export function patternReasons(pattern: string): string[] {
  try {
    new RegExp(pattern, 'u');
  } catch {
    return ['validate.pattern 不是正确的正则表达式'];
  }
  const bare = pattern.replace(/\\[^\dk]/g, 'x').replace(/\[[^\]]*\]/g, 'x');
  if (pattern.length > 200) return ['validate.pattern 过长'];
  if (/\(\?(?!:)|\\[\dk]/.test(bare)) return ['validate.pattern 不能用环视、命名或反向引用'];
  if (/\)(\*|\+|\{)/.test(bare)) return ['validate.pattern 不能重复一个分组'];
  const open = bare.match(/\*|\+|\{\d+,\}/g)?.length ?? 0;
  return open > 3 ? ['validate.pattern 的不定长重复不能超过三处'] : [];
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown, item: (entry: unknown) => boolean): boolean =>
  Array.isArray(value) && value.length > 0 && value.length <= 20 && value.every(item);
const isBound = (value: unknown): boolean =>
  (typeof value === 'number' && Number.isFinite(value)) ||
  (typeof value === 'string' && (value.startsWith('=') || /^-?\d+(\.\d+)?$/.test(value)));

function has(value: unknown, required: string[], optional: string[] = []): boolean {
  if (!isObject(value)) return false;
  const names = Object.keys(value);
  return (
    required.every((name) => isText(value[name])) &&
    names.every((name) => required.includes(name) || optional.includes(name))
  );
}

const isCheck = (value: unknown): boolean =>
  has(value, ['feel', 'message']) && String((value as { feel: unknown }).feel).startsWith('=');

function isInclude(value: unknown): boolean {
  if (!isObject(value) || !isText(value.message)) return false;
  const groups = value.groups;
  const hasCount = Number.isInteger(value.min) || isText(value.minKey);
  return Array.isArray(groups) && groups.length > 0 && groups.every(isText) && hasCount;
}
