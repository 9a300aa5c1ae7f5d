import { LIMITS } from '../text/limits.ts';
import type { FieldType, FormComponent } from './types.ts';

type Schema = Record<string, unknown>;

/** What the server knows about a field type. */
export interface TypeRule {
  /** Shape of one value, as JSON Schema; list-valued types give the shape of one item. */
  item(component: FormComponent): Schema;
  /** `always` a list, `never`, or only with `properties.multiple`. */
  list: 'always' | 'never' | 'multiple';
  /** Most items a list may ever have; a form may set less. */
  maxItems: number;
  /** May its value go into the engine: codes, dates, ids and numbers, never prose (engine.md: 8 kB in all). */
  engine: boolean;
  /** Word for one item in messages: 张, 人, 个, 项. */
  counter: string;
}

/** Text without control characters (but newline and tab) and without halves of surrogate pairs. */
const PLAIN = '^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\ud800-\\udfff]*$';

const text = (maxLength: number): Schema => ({ type: 'string', maxLength, pattern: PLAIN });
const someText = (maxLength: number): Schema => ({ ...text(maxLength), minLength: 1 });
const sha256: Schema = { type: 'string', pattern: '^[0-9a-f]{64}$' };
const instant: Schema = { type: 'string', maxLength: 40, format: 'instant' };
const account: Schema = { type: 'string', pattern: '^[a-z][a-z0-9._-]{1,63}$' };
const latitude: Schema = { type: 'number', minimum: -90, maximum: 90 };
const longitude: Schema = { type: 'number', minimum: -180, maximum: 180 };

const object = (properties: Schema, required: string[]): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

/** The greatest and least number that a form can take unless it says otherwise. */
const NUMBER_LIMIT = 1_000_000_000_000;

function numberShape(component: FormComponent): Schema {
  const { min, max } = component.validate ?? {};
  return {
    type: component.decimalDigits === 0 ? 'integer' : 'number',
    minimum: typeof min === 'number' ? min : -NUMBER_LIMIT,
    maximum: typeof max === 'number' ? max : NUMBER_LIMIT,
  };
}

function textShape(component: FormComponent, ordinary: number): Schema {
  const { minLength, maxLength, pattern } = component.validate ?? {};
  const shape = text(Math.min(typeof maxLength === 'number' ? maxLength : ordinary, LIMITS.longest.max));
  if (typeof minLength === 'number') shape.minLength = minLength;
  return pattern === undefined ? shape : { ...shape, allOf: [{ pattern }] };
}

const optionShape = (component: FormComponent): Schema => ({
  type: 'string',
  enum: (component.values ?? []).map((option) => option.value),
});

const point = object({ lat: latitude, lng: longitude, address: text(LIMITS.address.max) }, ['lat', 'lng']);
const oneOf = (...values: string[]): Schema => ({ type: 'string', enum: values });

/** What stands behind placeReason is the server's: it writes it anew at every submission (core/file/statement.ts). */
const photo = object(
  {
    sha256,
    name: text(LIMITS.fileName.max),
    takenAt: instant,
    place: point,
    placeReason: text(LIMITS.line.max),
    timeFrom: oneOf('camera', 'device', 'received'),
    placeFrom: oneOf('camera', 'device'),
    stated: object({ takenAt: instant, place: point }, []),
    contradicts: { type: 'array', maxItems: 3, items: oneOf('time', 'place', 'early') },
    resembles: object({ sha256, name: text(LIMITS.fileName.max), part: { type: 'number' } }, ['sha256']),
  },
  ['sha256'],
);

const firmShape: Schema = {
  type: 'object',
  properties: { uscc: { type: 'string', format: 'uscc' }, name: someText(LIMITS.firmName.max) },
  anyOf: [{ required: ['uscc'] }, { required: ['name'] }],
  additionalProperties: false,
};

const personShape = (component: FormComponent): Schema =>
  component.properties?.freeText === true
    ? { anyOf: [account, object({ name: someText(LIMITS.personName.max) }, ['name'])] }
    : account;

const signatureShape: Schema = {
  type: 'object',
  anyOf: [object({ sha256 }, ['sha256']), object({ account, signedAt: instant }, ['account', 'signedAt'])],
};

const locationShape: Schema = {
  ...object({ lat: latitude, lng: longitude, address: someText(LIMITS.address.max) }, ['address']),
  dependentRequired: { lat: ['lng'], lng: ['lat'] },
};

const single = (item: TypeRule['item'], engine = false): TypeRule => ({
  item,
  list: 'never',
  maxItems: 0,
  engine,
  counter: '项',
});

const several = (item: TypeRule['item'], maxItems: number, counter: string): TypeRule => ({
  item,
  list: 'always',
  maxItems,
  engine: false,
  counter,
});

const oneOrMore = (item: TypeRule['item'], maxItems: number, counter: string, engine: boolean): TypeRule => ({
  item,
  list: 'multiple',
  maxItems,
  engine,
  counter,
});

/** Every field type that can be checked. What is not here is refused when a form is compiled. */
export const typeRules: Record<FieldType, TypeRule> = {
  textfield: single((component) => textShape(component, LIMITS.line.max), true),
  textarea: single((component) => textShape(component, LIMITS.lines.max)),
  number: single(numberShape, true),
  datetime: single(() => instant, true),
  date: single(() => ({ type: 'string', format: 'day' }), true),
  select: single(optionShape, true),
  radio: single(optionShape, true),
  checkbox: single(() => ({ type: 'boolean' }), true),
  checklist: { ...several(optionShape, 100, '项'), engine: true },
  taglist: { ...several(optionShape, 100, '项'), engine: true },
  // Rows are described by their columns (schema.ts).
  dynamiclist: several(() => ({ type: 'object' }), 500, '行'),
  table: single(() => ({})),
  expression: single(() => ({ type: ['string', 'number', 'boolean'] }), true),
  photos: several(() => photo, 9, '张'),
  files: several(() => object({ sha256, name: someText(LIMITS.fileName.max) }, ['sha256', 'name']), 20, '个'),
  signature: single(() => signatureShape),
  location: single(() => locationShape),
  unit: oneOrMore(() => ({ type: 'string', pattern: '^[A-Za-z0-9-]{2,64}$' }), 50, '个单位', true),
  person: oneOrMore(personShape, 50, '人', true),
  firm: oneOrMore(() => firmShape, 50, '家', true),
  article: oneOrMore(() => someText(LIMITS.article.max), 20, '条', false),
  money: single(() => ({ type: 'string', maxLength: 20, pattern: '^(0|[1-9]\\d{0,12})\\.\\d{2}$' }), true),
  evidencePairs: single(() => ({})),
};

/** Types that only show something of the server; the client never sends them. */
export const shownOnly: ReadonlySet<FieldType> = new Set(['table', 'evidencePairs']);

/** Rows of a list unless the form sets `properties.maxItems`. */
export const ORDINARY_ROWS = 50;

/** Components without data: headings, help, layout. */
export const layoutTypes: ReadonlySet<string> = new Set(['group', 'text', 'separator', 'spacer']);

/** The type of a component as this module names it; null = not supported. `datetime` parts into date and instant. */
export function fieldTypeOf(component: FormComponent): FieldType | null {
  if (component.type === 'datetime') {
    if (component.subtype === 'date') return 'date';
    return component.subtype === 'datetime' ? 'datetime' : null;
  }
  return Object.hasOwn(typeRules, component.type) && component.type !== 'date'
    ? (component.type as FieldType)
    : null;
}

/** Whether the value of a field is a list. */
export function isList(type: FieldType, component: FormComponent): boolean {
  const { list } = typeRules[type];
  return list === 'always' || (list === 'multiple' && component.properties?.multiple === true);
}

/** What form-js holds in a field that nobody filled; FEEL conditions see the same on both sides. */
export function emptyValue(type: FieldType, component: FormComponent): unknown {
  if (type === 'textfield' || type === 'textarea') return '';
  if (type === 'checkbox') return false;
  return isList(type, component) ? [] : null;
}

/** Whether a value says nothing: null, blank text, empty list. An unchecked box says no, which is something. */
export function isBlank(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  return Array.isArray(value) && value.length === 0;
}
