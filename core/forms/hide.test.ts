import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formJsShows } from '../../tests/harness/form-js.ts';
import { compileForm, visibleKeys, type FormComponent, type FormSchema } from './index.ts';
import { ConditionCloser } from './hide.ts';

const values = [
  { label: '甲', value: 'a' },
  { label: '乙', value: 'b' },
];
const types = ['textfield', 'select', 'radio', 'number', 'checkbox', 'checklist'] as const;
type Type = (typeof types)[number];

/** Conditions over a field, among them such that are null for an empty field, or read another type. */
const conditions: Record<Type, string[]> = {
  textfield: ['K = ""', 'K = "a"', 'string length(K) > 1', 'not(contains(K, "a"))'],
  select: ['K = "a"', 'K != "a"', 'K = null', 'K in ("a", "b")', 'not(K = "b")', 'K > "a"'],
  radio: ['K = "b"', 'K != "b"', 'not(K in ("a", "c"))', 'K = 1'],
  number: ['K < 2', 'K >= 2', 'K = null', 'not(K > 1)', 'K between 1 and 2'],
  checkbox: ['K = true', 'K != true', 'not(K = true)'],
  checklist: ['list contains(K, "a")', 'count(K) = 0', 'not(list contains(K, "b"))'],
};

const contents: Record<Type, fc.Arbitrary<unknown>> = {
  textfield: fc.constantFrom('', 'a', 'ab'),
  select: fc.constantFrom(null, 'a', 'b'),
  radio: fc.constantFrom(null, 'a', 'b'),
  number: fc.constantFrom(null, 0, 1, 2, 3),
  checkbox: fc.boolean(),
  checklist: fc.constantFrom([], ['a'], ['b'], ['a', 'b']),
};

interface Case {
  schema: FormSchema;
  initial: Record<string, unknown>;
  edited: Record<string, unknown>;
}

const field = (key: string, type: Type, hide: string | null): FormComponent => ({
  type,
  id: `F_${key}`,
  key,
  label: key,
  ...(['select', 'radio', 'checklist'].includes(type) ? { values } : {}),
  ...(hide === null ? {} : { conditional: { hide: `=${hide}` } }),
});

/** Forms of six fields, hidden by conditions on earlier ones, some in a group that is hidden itself. */
const cases: fc.Arbitrary<Case> = fc
  .array(
    fc.record({
      type: fc.constantFrom(...types),
      seed: fc.nat(),
      at: fc.nat(),
      on: fc.nat(),
      joined: fc.nat(3),
    }),
    {
      minLength: 6,
      maxLength: 6,
    },
  )
  .chain((specs) => {
    const condition = (i: number): string | null => {
      const spec = specs[i];
      if (!spec || i === 0 || spec.on % 4 === 0) return null;
      const one = (seed: number, at: number): string => {
        const type = specs[at % i]?.type ?? 'textfield';
        const found = conditions[type][seed % conditions[type].length] ?? 'true';
        return found.replaceAll('K', `k${at % i}`);
      };
      const first = one(spec.seed, spec.at);
      return spec.joined < 2
        ? first
        : `${first} ${spec.joined === 2 ? 'and' : 'or'} ${one(spec.seed + 1, spec.at + 1)}`;
    };
    const fields = specs.map((spec, i) => field(`k${i}`, spec.type, condition(i)));
    const group = (i: number, members: FormComponent[]): FormComponent => {
      const hide = condition(i);
      const conditional = hide === null ? {} : { conditional: { hide: `=${hide}` } };
      return { type: 'group', id: 'G', label: 'G', components: members, ...conditional };
    };
    const schema: FormSchema = {
      type: 'default',
      id: 'synthetic',
      schemaVersion: 19,
      components: [...fields.slice(0, 3), group(2, fields.slice(3, 5)), ...fields.slice(5)],
    };
    const data = fc.record(Object.fromEntries(specs.map((spec, i) => [`k${i}`, contents[spec.type]])));
    return fc.record({ schema: fc.constant(schema), initial: data, edited: data });
  });

describe('what is hidden', () => {
  test('browser and server agree, whatever hidden fields and the draft still hold', async () => {
    let hidden = 0;
    await fc.assert(
      fc.asyncProperty(cases, async ({ schema, initial, edited }) => {
        const form = compileForm(schema);
        const browser = await formJsShows(form.schema, initial, edited);
        const server = visibleKeys(form, browser.submitted);
        hidden += 6 - server.size;
        expect([...server].sort()).toEqual([...browser.visible].sort());
      }),
      { numRuns: 80 },
    );
    expect(hidden).toBeGreaterThan(30);
  }, 60_000);

  test('without closing the conditions they would not agree: a stale value of a hidden field decides', async () => {
    const schema: FormSchema = {
      type: 'default',
      id: 'stale',
      schemaVersion: 19,
      components: [
        field('k0', 'checkbox', null),
        field('k1', 'textfield', 'k0 = true'),
        field('k2', 'textfield', 'k1 = "a"'),
        field('k3', 'textfield', 'k2 = "a"'),
      ],
    };
    const stale = { k0: true, k1: 'a', k2: 'a', k3: '' };
    const raw = await formJsShows(schema, stale, {});
    const form = compileForm(schema);
    const closed = await formJsShows(form.schema, stale, {});
    expect(raw.visible).not.toEqual(closed.visible);
    expect(closed.visible).toEqual([...visibleKeys(form, closed.submitted)]);
  });

  test('a column of a list is hidden row by row', async () => {
    const schema: FormSchema = {
      type: 'default',
      id: 'rows',
      schemaVersion: 19,
      components: [
        {
          type: 'dynamiclist',
          id: 'L',
          path: 'rows',
          label: '清单',
          isRepeating: true,
          components: [field('result', 'select', null), field('note', 'textfield', 'this.result = "a"')],
        },
      ],
    };
    const rows = [
      { result: 'a', note: 'dropped' },
      { result: 'b', note: 'kept' },
    ];
    const { submitted } = await formJsShows(compileForm(schema).schema, {}, { rows });
    expect(submitted).toEqual({ rows: [{ result: 'a' }, { result: 'b', note: 'kept' }] });
  });

  test('conditions that hide each other in a circle are refused', () => {
    const closer = new ConditionCloser([
      { key: 'a', hides: ['b = 1'], empty: 'null' },
      { key: 'b', hides: ['a = 1'], empty: 'null' },
    ]);
    expect(() => closer.close('a = 1')).toThrow('a → b → a');
  });

  test('a chain that would grow beyond measure is refused', () => {
    const fields = Array.from({ length: 30 }, (_, i) => ({
      key: `k${i}`,
      hides: i === 0 ? ['z = 1'] : [`k${i - 1} = 1 and k${i - 1} = 2`],
      empty: 'null',
    }));
    expect(() => new ConditionCloser(fields).close('k29 = 1')).toThrow('过长');
  });
});
