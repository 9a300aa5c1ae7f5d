import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { shanghaiDayOf } from '../time.ts';
import { mostItems } from './compile-field.ts';
import { typeRules } from './fields.ts';
import { inside, type FieldNode } from './node.ts';
import type { CompiledForm } from './types.ts';
import { isUscc } from './uscc.ts';

type Schema = Record<string, unknown>;

const FIRST_YEAR = 1990;
const LAST_YEAR = 2100;

/** A real calendar day `YYYY-MM-DD` of 1990 to 2100. */
export function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const at = new Date(`${value}T00:00:00Z`);
  const year = Number(value.slice(0, 4));
  return at.toJSON()?.startsWith(value) === true && year >= FIRST_YEAR && year <= LAST_YEAR;
}

/** An instant with its offset, to the minute or finer (form-js sends minutes), of 1990 to 2100. */
export function isInstant(value: string): boolean {
  const parts =
    /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.exec(value);
  if (!parts || !isDay(parts[1] ?? '')) return false;
  const at = new Date(value);
  return !Number.isNaN(at.getTime()) && isDay(shanghaiDayOf(at));
}

/** An ajv with the formats that form schemas use; also for whoever compiles `toJsonSchema` elsewhere. */
export function formAjv(): Ajv2020 {
  // Verbose: an error tells the value too, so that a person reads how long the text is that is too long.
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: true,
    allowUnionTypes: true,
    strictRequired: false,
  });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  ajv.addFormat('day', { type: 'string', validate: isDay });
  ajv.addFormat('instant', { type: 'string', validate: isInstant });
  ajv.addFormat('uscc', { type: 'string', validate: isUscc });
  return ajv;
}

/**
 * JSON Schema 2020-12 of what may be submitted when exactly these fields are shown. `visibleKeys`: top-level keys
 * (visibleKeys of check.ts); read-only ones are left out, for they are never submitted. Rules that need FEEL, the
 * legal pack, the time or the person are not in it: checkForm adds them. Formats: see `formAjv`.
 */
export function toJsonSchema(form: CompiledForm, visibleKeys: Iterable<string>): Schema {
  const visible = new Set(visibleKeys);
  const nodes = inside(form).nodes.filter((node) => visible.has(node.key));
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:bihuan:form:${form.id}`,
    title: form.title,
    ...rowSchema(nodes, true),
    unevaluatedProperties: false,
  };
}

let shared: Ajv2020 | undefined;

/** The validator of all shapes of a form, nothing required: what must be there depends on conditions. */
export function shapeValidator(nodes: readonly FieldNode[]): ValidateFunction {
  const schema = { ...rowSchema(nodes, false), unevaluatedProperties: false };
  shared ??= formAjv();
  const validate = shared.compile(schema);
  shared.removeSchema(schema); // the compiled form keeps its validator; ajv need not
  return validate;
}

/** `required`: say what must be there. Columns that a condition may hide are then left to checkForm. */
function rowSchema(nodes: readonly FieldNode[], required: boolean): Schema {
  const sent = nodes.filter((node) => !node.readonly);
  const isColumn = (node: FieldNode): boolean => node.path !== node.key;
  const must = sent.filter((node) => node.validate.required && !(isColumn(node) && node.hides.length > 0));
  return {
    type: 'object',
    properties: Object.fromEntries(sent.map((node) => [node.key, fieldSchema(node, required)])),
    ...(required && must.length > 0 ? { required: must.map((node) => node.key) } : {}),
  };
}

function fieldSchema(node: FieldNode, required: boolean): Schema {
  const item =
    node.type === 'dynamiclist'
      ? { ...rowSchema(node.columns, required), unevaluatedProperties: false }
      : typeRules[node.type].item(node.component);
  const title = { title: node.label };
  if (!node.list) {
    const ticked = required && node.type === 'checkbox' && node.validate.required === true;
    return { ...title, ...item, ...(ticked ? { const: true } : {}) };
  }
  const least = required && node.validate.required ? Math.max(1, node.properties.minItems ?? 0) : 0;
  return {
    ...title,
    type: 'array',
    items: item,
    maxItems: mostItems(node.type, node.component),
    ...(least > 0 && !node.fixedRows && !node.properties.minItemsWhen ? { minItems: least } : {}),
    // Not for the check itself: ajv compares objects by calling their valueOf, which a client can have sent.
    ...(required && item.type === 'string' ? { uniqueItems: true } : {}),
  };
}
