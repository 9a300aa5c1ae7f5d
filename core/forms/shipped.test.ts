import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { evaluate } from 'feelin';
import { fieldsOf, filled, keyOf, ME, NOW } from '../../tests/harness/form-data.ts';
import { formJsShows } from '../../tests/harness/form-js.ts';
import { readCsv } from '../csv.ts';
import { readMeta } from '../definitions.ts';
import { shippedDiagrams } from '../deploy.ts';
import { shippedPack } from '../legal-pack.ts';
import { listForms } from './files.ts';
import { checkForm, compileForm, formAjv, toJsonSchema, visibleKeys, type CheckContext, type CompiledForm, type FormComponent } from './index.ts'; // prettier-ignore

type Values = Record<string, unknown>;

const root = fileURLToPath(new URL('../..', import.meta.url));
const ctx: CheckContext = { now: NOW, me: ME, law: shippedPack(), groupsOf: () => ['enf', 'expert', 'lead'] };
const forms = new Map(listForms(root).map(({ id, schema }) => [id, compileForm(schema)]));
const names = [...forms.keys()];
/** Opened by a page, not by a step of a diagram. */
const ASKED_BY_PAGES = ['extension.request'];
const formOf = (id: string): CompiledForm => {
  const form = forms.get(id);
  if (!form) throw new Error(`no form ${id}`);
  return form;
};
const good = (id: string): Values =>
  JSON.parse(readFileSync(`${root}/tests/fixtures/forms/${id}.good.json`, 'utf8')) as Values;

const pathsOf = (id: string, data: unknown, more: Partial<CheckContext> = {}): string[] => {
  const result = checkForm(formOf(id), data, { ...ctx, ...more });
  return result.ok ? [] : result.errors.map(({ path }) => path);
};

test('every form that a shipped process asks with is there, and every form is asked with', async () => {
  const metas = await Promise.all(shippedDiagrams(`${root}/`).map(({ bpmn }) => readMeta(bpmn)));
  const asked = new Set([...metas.flatMap(({ formIds }) => formIds), ...ASKED_BY_PAGES]);
  expect([...asked].sort()).toEqual([...names].sort());
});

test('every number a form takes from the law is in the shipped pack', () => {
  const pack = shippedPack();
  for (const { lawKeys } of forms.values()) {
    for (const key of lawKeys.amounts) expect(pack.amounts.has(key)).toBe(true);
    for (const key of lawKeys.clocks) expect(['h', 'd']).toContain(pack.clocks.get(key)?.unit);
  }
});

test('the categories of a report are those of the routing table', () => {
  const routing = readCsv(readFileSync(`${root}/migrations/data/hazard-routing.csv`, 'utf8'));
  const category = fieldsOf(formOf('hazard.intake').schema.components).find((one) => one.key === 'category');
  expect(category?.values?.map(({ value }) => value).sort()).toEqual(
    [...new Set(routing.map((row) => row.category))].sort(),
  );
});

test('whatever fills a field is named in the decision', () => {
  const decision = readFileSync(`${root}/docs/decisions/0004-forms.md`, 'utf8');
  const autos = [...forms.values()].flatMap((form) => form.fields.map((field) => field.auto));
  // Names of a family (`prepared.…`) say themselves where the value comes from; the family is named once.
  const named = (auto: string) => auto.replace(/^(var|fact|prepared|said)\..*/, '$1.…');
  for (const auto of new Set(autos)) if (auto !== null) expect(decision).toContain(`\`${named(auto)}\``);
});

test('the reporter is kept in the vault and nowhere else', () => {
  const result = checkForm(formOf('hazard.intake'), good('hazard.intake'), ctx);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  expect(Object.keys(result.vault).sort()).toEqual(['isEmployee', 'reporter', 'reporterPhone']);
  expect(JSON.stringify([result.data, result.engine])).not.toMatch(/王某某|13900000002/);
});

test('the callback is satisfied only when the result is at least fair and the matter solved', () => {
  const satisfied = (change: Values): unknown => {
    const result = checkForm(formOf('hazard.callback'), { ...good('hazard.callback'), ...change }, ctx);
    return result.ok ? result.engine.satisfied : result.errors;
  };
  expect(satisfied({ result: '3', solved: 'yes' })).toBe(true);
  expect(satisfied({ result: '2', solved: 'yes' })).toBe(false);
  expect(satisfied({ result: '5', solved: 'no' })).toBe(false);
  expect(satisfied({ reached: 'no' })).toBeNull();
});

describe.each(names)('%s', (id) => {
  test('its good sample is accepted, also by the JSON Schema alone', () => {
    const data = good(id);
    expect(pathsOf(id, data)).toEqual([]);
    const form = formOf(id);
    const validate = formAjv().compile(toJsonSchema(form, visibleKeys(form, data)));
    const visible = visibleKeys(form, data);
    const shown = Object.fromEntries(Object.entries(data).filter(([key]) => visible.has(key)));
    expect(validate(shown) ? [] : validate.errors).toEqual([]);
    expect(validate({ ...shown, 'no such field': 1 })).toBe(false);
  });

  test('whatever is right for each field is accepted, and exactly what form-js shows is kept', async () => {
    const form = formOf(id);
    await fc.assert(
      fc.asyncProperty(filled(form.schema), async (data) => {
        fc.pre(checksHold(form, data));
        const result = checkForm(form, data, ctx);
        if (!result.ok) throw new Error(JSON.stringify(result.errors));
        const { visible } = await formJsShows(form.schema, {}, data);
        const kept = Object.keys({ ...result.data, ...result.vault }).filter((key) => key in data);
        expect(kept.sort()).toEqual(visible.filter((key) => key in data).sort());
      }),
      { numRuns: 10 },
    );
  });

  test('one wrong thing in it is refused at its place', () => {
    const form = formOf(id);
    const broken = filled(form.schema)
      .filter((data) => checksHold(form, data))
      .chain((data) => fc.constantFrom(...mutations(form, data)));
    fc.assert(
      fc.property(broken, ({ key, data }) => {
        const paths = pathsOf(id, data);
        expect(paths.some((path) => path === key || path.startsWith(`${key}.`))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

/** Whether the form's own cross-field checks hold, asked of the FEEL engine directly. */
function checksHold(form: CompiledForm, data: Values): boolean {
  const visible = visibleKeys(form, data);
  return fieldsOf(form.schema.components)
    .filter((one) => visible.has(keyOf(one)))
    .flatMap((one) => one.properties?.check ?? [])
    .every(
      ({ feel }) => evaluate(feel.slice(1), { helpers: [], ...data, me: ME, step: null }).value === true,
    );
}

interface Mutation {
  key: string;
  data: Values;
}

/** Every way in which this data can be made wrong in one visible place. */
function mutations(form: CompiledForm, data: Values): Mutation[] {
  const visible = visibleKeys(form, data);
  const shown = fieldsOf(form.schema.components).filter((one) => visible.has(keyOf(one)));
  const fields = shown.flatMap((one) => {
    const key = keyOf(one);
    return wrongValues(one, data[key]).map((value) => ({ key, data: { ...data, [key]: value } }));
  });
  return [...fields, { key: 'zz', data: { ...data, zz: 1 } }];
}

function wrongValues(component: FormComponent, value: unknown): unknown[] {
  const wrong: unknown[] = [{ bad: 1 }, [['x']]];
  if (component.validate?.required) wrong.push(null);
  if (Array.isArray(value))
    wrong.push(
      'x',
      7,
      [...value, null],
      // One more than it takes; many more of large rows are too much before they are too many.
      Array.from({ length: (component.properties?.maxItems ?? 500) + 1 }, () => value[0] as unknown),
    );
  if (component.type === 'checkbox') wrong.push('yes', 1);
  if (['select', 'radio'].includes(component.type)) wrong.push('no such option', 0, true);
  if (['textfield', 'textarea'].includes(component.type))
    wrong.push('控制\u0007字符而且足够长的一段文字说明', '长'.repeat(20_001), 5);
  if (component.type === 'number')
    wrong.push('七', '1,2', 1e300, ...(component.decimalDigits === 0 ? [1.5] : []));
  if (component.type === 'datetime') wrong.push('2026-02-30', '0000', 20260324);
  return wrong;
}
