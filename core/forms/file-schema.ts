import { Ajv2020 } from 'ajv/dist/2020.js';
import type { FieldError } from '../errors.ts';
import { isTooBig } from './size.ts';
import { FormNotCheckable, type FormSchema } from './types.ts';

const text = { type: 'string', maxLength: 4000 };
const record = { type: 'object' };

/** The skeleton of a form-js file: enough that reading it can't stumble. What the parts mean is checked elsewhere. */
const skeleton = {
  type: 'object',
  required: ['type', 'id', 'components'],
  properties: {
    type: { const: 'default' },
    id: text,
    properties: { type: 'object', properties: { title: text } },
    components: { $ref: '#/$defs/components' },
  },
  $defs: {
    components: { type: 'array', maxItems: 300, items: { $ref: '#/$defs/component' } },
    component: {
      type: 'object',
      required: ['type'],
      properties: {
        ...Object.fromEntries(
          ['type', 'id', 'key', 'path', 'label', 'description', 'subtype', 'dataSource'].map((name) => [
            name,
            text,
          ]),
        ),
        text: { type: 'string', maxLength: 20_000 },
        decimalDigits: { type: 'integer', minimum: 0, maximum: 6 },
        components: { $ref: '#/$defs/components' },
        values: {
          type: 'array',
          maxItems: 500,
          items: { type: 'object', required: ['label', 'value'], properties: { label: text, value: text } },
        },
        columns: {
          type: 'array',
          maxItems: 50,
          items: { type: 'object', required: ['label', 'key'], properties: { label: text, key: text } },
        },
        conditional: { type: 'object', properties: { hide: text } },
        validate: record,
        properties: record,
      },
    },
  },
};

const validate = new Ajv2020({ strict: false, allErrors: true }).compile(skeleton);

const LIMIT = { values: 50_000, characters: 1_000_000, depth: 40 };

/**
 * Make sure that something is the skeleton of a form-js file. Throws FormNotCheckable with the place of each fault
 * (`components.3.values.0`).
 */
export function assertFormFile(schema: unknown): asserts schema is FormSchema {
  const id = String((schema as { id?: unknown } | null)?.id ?? '').slice(0, 60);
  if (isTooBig(schema, LIMIT)) throw new FormNotCheckable(id, [{ path: '', message: '表单过大或嵌套过深' }]);
  if (validate(schema)) return;
  const reasons = new Map<string, FieldError>();
  for (const { instancePath } of validate.errors ?? []) {
    const path = instancePath.slice(1).replaceAll('/', '.');
    reasons.set(path, { path, message: '不是 form-js 表单的写法（缺少内容或类型不对）' });
  }
  throw new FormNotCheckable(id, [...reasons.values()]);
}
