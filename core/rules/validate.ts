import type { TSchema } from '@sinclair/typebox';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import zh from 'ajv-i18n/localize/zh/index.js';
import { parseMoment, tryDayNumber } from '../days.ts';
import { badRequest, type FieldError } from '../errors.ts';

// The package's types describe an ES module, what Node loads is the CommonJS function itself.
const localize = zh as unknown as (errors: ErrorObject[]) => void;

const ajv = new Ajv({ allErrors: true, verbose: true, strict: true, ownProperties: true });
ajv.addKeyword({ keyword: 'zh', schemaType: 'string' });
ajv.addFormat('day', { type: 'string', validate: (text) => tryDayNumber(text) !== null });
ajv.addFormat('moment', { type: 'string', validate: (text) => parseMoment(text) !== null });

const FORMAT_ZH: Record<string, string> = {
  day: '应当是真实的日期，写作 YYYY-MM-DD',
  moment: '应当是日期或时间，例如 2026-02-11 或 2026-02-11T16:40+08:00',
};

const TYPE_ZH: Record<string, string> = {
  object: ' JSON 对象',
  array: '列表',
  string: '文本',
  integer: '整数',
  number: '数',
  boolean: ' true 或 false',
};

const compiled = new WeakMap<TSchema, ValidateFunction>();

/**
 * Check an input against a rule's schema. Throws badRequest with one Chinese message per wrong field; a field the
 * schema doesn't know is wrong too.
 */
export function checkInput(schema: TSchema, input: unknown): void {
  let validate = compiled.get(schema);
  if (!validate) compiled.set(schema, (validate = ajv.compile(schema)));
  if (validate(input)) return;
  const errors = validate.errors ?? [];
  localize(errors);
  throw badRequest('输入有误', errors.map(fieldError));
}

function fieldError(error: ErrorObject): FieldError {
  const base = error.instancePath.slice(1).replaceAll('/', '.');
  const at = (name: unknown): string => (base ? `${base}.${String(name)}` : String(name));
  switch (error.keyword) {
    case 'additionalProperties':
      return { path: at(error.params['additionalProperty']), message: '没有这个字段' };
    case 'required':
      return { path: at(error.params['missingProperty']), message: '必填' };
    case 'enum':
      return { path: base, message: `只能是：${(error.params['allowedValues'] as unknown[]).join('、')}` };
    case 'format':
      return { path: base, message: FORMAT_ZH[String(error.params['format'])] ?? '格式不对' };
    case 'type':
      return {
        path: base,
        message: hint(error) ?? `应当是${TYPE_ZH[String(error.params['type'])] ?? '别的类型'}`,
      };
    case 'minimum':
      return { path: base, message: `不小于 ${String(error.params['limit'])}` };
    case 'maximum':
      return { path: base, message: `不大于 ${String(error.params['limit'])}` };
    case 'minProperties':
      return { path: base, message: '请至少填写一项' };
    default:
      return { path: base, message: hint(error) ?? error.message ?? '有误' };
  }
}

// A pattern tells a person nothing; where the schema says it in words, the words are shown.
function hint(error: ErrorObject): string | undefined {
  const words = (error.parentSchema as { zh?: string } | undefined)?.zh;
  return error.keyword === 'pattern' || error.keyword === 'type' ? words : undefined;
}
