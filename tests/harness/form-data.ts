import fc from 'fast-check';
import type { FormComponent, FormSchema } from '../../core/forms/types.ts';
import { shippedPack } from '../../core/legal-pack.ts';

type Values = Record<string, unknown>;

/** The instant all generated data is valid at, and who fills the form. */
export const NOW = new Date('2026-03-24T02:00:00Z');
export const ME = { account: 'yan.beichuan', name: '严北川', groups: ['enf', 'clerk', 'lead', 'expert'] };

/** Characters staff type, and some that break naive code: surrogate pairs, quotes, markup. */
const characters = fc.constantFrom(
  ...'整改复查隐患现场消防通道粉尘电气一二三四五六七八九十甲乙丙丁0123456789abcXYZ，。；：“”（）《》',
  ...['𠮷', '😀', '<', '"', "'", '&', '\\', '\n', '\t', 'é', '='],
);

/** Text of `min` to `max` characters (code points) with no blank at either end. */
const text = (min: number, max: number): fc.Arbitrary<string> =>
  fc
    .array(characters, { minLength: Math.max(min, 2), maxLength: Math.max(min, Math.min(max, min + 12)) })
    .map((chars) => `起${chars.slice(2).join('')}止`);

/** Text of one line that a file may be called, too. */
const line = (min: number, max: number): fc.Arbitrary<string> =>
  text(min, max).map((typed) => typed.replace(/[\n\t\\/]/g, '·'));

const sha = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('hex'));
const account = fc.constantFrom('yan.beichuan', 'cao.lingfei', 'wu.beihai', 'luo.gongqiao', 'jin.shuwen');
const minutes = (from: number, to: number): fc.Arbitrary<string> =>
  fc.integer({ min: from, max: to }).map((n) => new Date(NOW.getTime() + n * 60_000).toISOString());
const days = (from: number, to: number): fc.Arbitrary<string> =>
  fc
    .integer({ min: from, max: to })
    .map((n) => new Date(NOW.getTime() + n * 86_400_000).toISOString().slice(0, 10));
const point = { lat: 31.27, lng: 121.56 };
const photo = fc.record(
  {
    sha256: sha,
    name: line(1, 30),
    takenAt: minutes(-5000, 0),
    place: fc.constant({ ...point, address: '某路1号' }),
    placeReason: line(1, 30),
  },
  { requiredKeys: ['sha256'] },
);

const DAY = 1440;

/** The bound that the legal pack gives a field. */
function lawful(key: string | undefined, end: 'min' | 'max'): number | undefined {
  const bound = key === undefined ? undefined : shippedPack().amounts.get(key)?.[end];
  return bound ? Number(bound) : undefined;
}

function instantOf({ properties = {} }: FormComponent): fc.Arbitrary<string> {
  if (properties.future === true) return minutes(DAY, 10 * DAY);
  // Starts lie before ends: fields that must not be before another come in the last day.
  if (properties.notBefore !== undefined) return minutes(-DAY + 1, 0);
  if (properties.lead !== undefined) return minutes(-30 * DAY, -20 * DAY);
  return minutes(-10 * DAY, -DAY);
}

function single(component: FormComponent): fc.Arbitrary<unknown> {
  const { validate = {}, properties = {} } = component;
  const bound = (value: unknown, otherwise: number): number =>
    typeof value === 'number' ? value : otherwise;
  switch (component.type) {
    case 'textfield':
      if (validate.pattern !== undefined) return fc.constantFrom('13800000001', '021-65431234');
      return text(bound(validate.minLength, 5), bound(validate.maxLength, 200)).map((t) =>
        t.replace(/[\n\t]/g, ' ').trim(),
      );
    case 'textarea':
      return text(bound(validate.minLength, 5), bound(validate.maxLength, 2000));
    case 'number':
      return fc.integer({
        min: lawful(properties.minKey, 'min') ?? bound(validate.min, 0),
        max: lawful(properties.maxKey, 'max') ?? Math.min(bound(validate.max, 1000), 1000),
      });
    case 'datetime':
      if (component.subtype !== 'date') return instantOf(component);
      // Ends of acts lie in the last day: what must be within days of them comes soon.
      if (properties.within !== undefined) return days(1, 10);
      return properties.future
        ? days(1, 300)
        : days(properties.notBefore ? 1 : -300, properties.notBefore ? 200 : 0);
    case 'select':
    case 'radio':
    case 'checklist':
    case 'taglist':
      return fc.constantFrom(...(component.values ?? []).map((option) => option.value));
    case 'checkbox':
      return validate.required ? fc.constant(true) : fc.boolean();
    case 'photos':
      return photo;
    case 'files':
      return fc.record({ sha256: sha, name: line(1, 30) });
    case 'signature':
      if (properties.otherSide) return fc.record({ sha256: sha });
      return fc.oneof(
        fc.record({ sha256: sha }),
        fc.record({ account: fc.constant(ME.account), signedAt: minutes(-100, 0) }),
      );
    case 'location':
      return fc.record({ lat: fc.constant(point.lat), lng: fc.constant(point.lng), address: line(1, 40) });
    case 'unit':
      return fc.constantFrom('dinghai', 'pingliang', 'yjj-wh', 'gongan', 'scjg');
    case 'person':
      return properties.freeText ? fc.oneof(account, fc.record({ name: line(1, 20) })) : account;
    case 'firm':
      return fc.oneof(fc.constant({ uscc: '91310110DEM010378U' }), fc.record({ name: line(1, 40) }));
    case 'article':
      return fc.constantFrom('安全生产法 art.36', '安全生产法 art.41', '消防法 art.28');
    case 'money':
      return fc
        .integer({ min: 1, max: (lawful(properties.maxKey, 'max') ?? 999_999) * 100 })
        .map((fen) => (fen / 100).toFixed(2));
    default:
      throw new Error(`no data for ${component.type}`);
  }
}

const isList = ({ type, properties = {} }: FormComponent): boolean =>
  ['photos', 'files', 'checklist', 'taglist'].includes(type) || properties.multiple === true;

/** A value for a field that the server must accept, whatever else is in the form. */
function valueOf(component: FormComponent): fc.Arbitrary<unknown> {
  const { properties = {} } = component;
  if (component.type === 'dynamiclist') {
    const columns = (component.components ?? []).filter((column) => !column.readonly);
    const row = fc.record(Object.fromEntries(columns.map((column) => [column.key ?? '', valueOf(column)])));
    return fc.array(row, { minLength: Math.max(1, properties.minItems ?? 1), maxLength: 5 });
  }
  if (!isList(component)) return single(component);
  const wanted = properties.minItemsKey !== undefined ? 2 : (properties.minItems ?? 1);
  const selector = (one: unknown) =>
    typeof one === 'object' && one !== null ? (one as { sha256: string }).sha256 : one;
  return fc.uniqueArray(single(component), { minLength: wanted, maxLength: wanted + 2, selector });
}

/** Data components of a form, groups opened. */
export function fieldsOf(components: readonly FormComponent[]): FormComponent[] {
  return components.flatMap((one) => {
    if (one.type === 'group') return fieldsOf(one.components ?? []);
    return ['text', 'table', 'evidencePairs', 'expression', 'separator', 'spacer'].includes(one.type) ||
      one.readonly
      ? []
      : [one];
  });
}

/** Key of a data component. */
export const keyOf = (component: FormComponent): string => component.path ?? component.key ?? '';

/**
 * Filled-in forms: every field has a value that is right for itself, but the optional ones that no condition may ask
 * for are now and then empty. Fields that conditions would hide are filled too: hiding them is what is tested.
 */
export function filled(schema: FormSchema): fc.Arbitrary<Values> {
  const fields = fieldsOf(schema.components);
  const optional = (one: FormComponent) =>
    !one.validate?.required && one.properties?.requiredWhen === undefined;
  return fc.record(Object.fromEntries(fields.map((one) => [keyOf(one), valueOf(one)])), {
    requiredKeys: fields.filter((one) => !optional(one)).map(keyOf),
  });
}
