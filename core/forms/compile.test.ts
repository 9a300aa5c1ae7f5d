import { describe, expect, test } from '@jest/globals';
import { compileForm, FormNotCheckable, type FormComponent, type FormSchema } from './index.ts';

const form = (...components: FormComponent[]): FormSchema => ({
  type: 'default',
  id: 'test.form',
  schemaVersion: 19,
  components,
});
const text = (more: Partial<FormComponent> = {}): FormComponent => ({
  type: 'textfield',
  id: 'F_a',
  key: 'a',
  label: '甲',
  ...more,
});

const reasonsOf = (schema: FormSchema): string[] => {
  try {
    compileForm(schema);
    return [];
  } catch (error) {
    if (!(error instanceof FormNotCheckable)) throw error;
    return error.reasons.map(({ path, message }) => `${path}: ${message}`);
  }
};

describe('a form the server can not check is refused', () => {
  test.each<[string, FormSchema, string]>([
    ['a type it does not know', form(text({ type: 'filepicker' })), 'filepicker'],
    ['raw HTML', form(text({ type: 'html' })), 'html'],
    ['an iframe', form(text({ type: 'iframe' })), 'iframe'],
    ['a time of day', form(text({ type: 'datetime', subtype: 'time' })), 'datetime/time'],
    ['an instant without zone', form(text({ type: 'datetime', subtype: 'datetime', timeSerializingFormat: 'no_timezone' })), '时区'],
    ['a key that FEEL reads otherwise', form(text({ key: 'not' })), '保留字'],
    ['a dotted key', form(text({ key: 'a.b' })), '键'],
    ['a key of the object prototype', form(text({ key: 'constructor' })), '保留字'],
    ['the same key twice', form(text(), text({ id: 'F_b' })), '键重复'],
    ['options that come from data', form(text({ type: 'select', valuesKey: 'x', values: [{ label: 'x', value: 'x' }] })), '选项'],
    ['a choice without options', form(text({ type: 'radio' })), '须有选项'],
    ['options of the same value', form(text({ type: 'radio', values: [{ label: 'x', value: 'x' }, { label: 'y', value: 'x' }] })), '重复'],
    ['a disabled field', form(text({ disabled: true })), 'readonly'],
    ['a read-only field nobody fills', form(text({ readonly: true })), 'auto'],
    ['readonly by expression', form(text({ readonly: '=true' as never })), 'readonly'],
    ['a property it does not know', form(text({ properties: { requiredWen: '=true' } })), 'requiredWen'],
    ['a property of another type', form(text({ properties: { evidence: 'after' } })), 'evidence'],
    ['prose for the engine', form(text({ type: 'textarea', properties: { engine: true } })), 'engine'],
    ['a secret for the engine', form(text({ properties: { engine: true, vault: true } })), '保密'],
    ['a bound that is none', form(text({ validate: { minLength: 'viele' as never } })), 'minLength'],
    ['a validation it does not know', form(text({ validate: { validationType: 'email' } as never })), 'validationType'],
    ['a label that is code', form(text({ label: '{{x}}' })), '表达式'],
    ['a list in a list', form({ type: 'dynamiclist', id: 'L', path: 'l', components: [{ type: 'dynamiclist', id: 'M', path: 'm', components: [text()] }] }), '列表不能放在列表里'],
    ['a list without columns', form({ type: 'dynamiclist', id: 'L', path: 'l', components: [] }), '没有列'],
    ['FEEL that iterates', form(text({ conditional: { hide: '=some x in a satisfies x = 1' } })), 'some/every'],
    ['FEEL about an unknown field', form(text({ conditional: { hide: '=b = 1' } })), '没有“b”'],
    ['a hide condition about now', form(text({ conditional: { hide: '=now > "2026"' } })), '没有“now”'],
    ['a hide condition that is no condition', form(text({ conditional: { hide: '=a' } })), '应为比较'],
    ['a field that hides itself', form(text({ conditional: { hide: '=a = "x"' } })), '成环'],
    ['this outside of a list', form(text({ conditional: { hide: '=this.a = "x"' } })), 'this'],
    ['a rule about a missing field', form({ type: 'datetime', subtype: 'datetime', id: 'F_d', key: 'd', properties: { notBefore: 'x' } }), '“x”'],
    ['a rule about a field of another kind', form(text(), { type: 'datetime', subtype: 'datetime', id: 'F_d', key: 'd', properties: { notBefore: 'a' } }), '类型不对'],
  ])('%s', (_, schema, part) => expect(reasonsOf(schema).join('\n')).toContain(part)); // prettier-ignore

  test.each([
    ['(a+)+$', '重复一个分组'],
    ['(?=a)b', '环视'],
    ['(a)\\1', '反向引用'],
    ['a*a*a*a*b', '三处'],
    ['(', '正则'],
    ['x'.repeat(201), '过长'],
  ])('the pattern %s', (pattern, part) => {
    expect(reasonsOf(form(text({ validate: { pattern } }))).join()).toContain(part);
  });

  test.each([
    '^1[3-9]\\d{9}$',
    '^(1[3-9]\\d{9}|0\\d{2,3}-?\\d{7,8})$',
    '〔\\d{4}〕\\d+号$',
    '^[^()*+]{1,9}$',
  ])('but the pattern %s is fine', (pattern) =>
    expect(reasonsOf(form(text({ validate: { pattern } })))).toEqual([]),
  );

  test('all faults are told at once, each with the field it belongs to', () => {
    const reasons = reasonsOf(form(text({ type: 'html' }), text({ key: 'b', readonly: true })));
    expect(reasons).toHaveLength(2);
    expect(reasons[1]).toMatch(/^b: /);
  });

  test.each([
    null,
    1,
    'x',
    {},
    [null],
    [{}],
    [{ type: 'group', components: 1 }],
    [text({ values: [null] as never })],
  ])('components that are %j', (components) =>
    expect(reasonsOf({ ...form(), components } as never)).not.toEqual([]),
  );

  test.each([null, 1, 'x', [], {}])('a file that is %j', (file) =>
    expect(reasonsOf(file as never)).not.toEqual([]),
  );

  test('a form nested without end', () => {
    let component: FormComponent = text();
    for (let i = 0; i < 50_000; i++) component = { type: 'group', id: `G${i}`, components: [component] };
    expect(reasonsOf(form(component)).join()).toContain('过深');
  });
});

test('compiling leaves the schema it was given alone', () => {
  const schema = form(
    text(),
    text({ key: 'b', id: 'F_b', conditional: { hide: '=a = "x"' } }),
    text({ key: 'c', id: 'F_c', conditional: { hide: '=b = "x"' } }),
  );
  const before = structuredClone(schema);
  const compiled = compileForm(schema);
  expect(schema).toEqual(before);
  expect(compiled.schema.components[2]?.conditional?.hide).toContain('if list contains');
});
