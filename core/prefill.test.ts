import { describe, expect, test } from '@jest/globals';
import { compileForm } from './forms/index.ts';
import { listForms } from './forms/files.ts';
import { resolverOf } from './prefill.ts';

const forms = listForms(new URL('../', import.meta.url).pathname).map(({ schema }) => compileForm(schema));

describe('what the product fills into forms', () => {
  test('every name a shipped form asks for has a resolver', () => {
    const asked = forms.flatMap((form) => form.fields.flatMap(({ auto }) => (auto === null ? [] : [auto])));
    expect(asked.length).toBeGreaterThan(40);
    expect([...new Set(asked)].filter((name) => resolverOf(name) === undefined)).toEqual([]);
  });

  test('a form that starts with what another form said names a form and a field that exist', () => {
    const known = new Set(
      forms.flatMap((form) => form.fields.map(({ key }) => `said.${form.id}.${key.split('.')[0]}`)),
    );
    const asked = forms.flatMap((form) => form.fields.map(({ auto }) => auto ?? ''));
    expect(asked.filter((auto) => auto.startsWith('said.') && !known.has(auto))).toEqual([]);
  });

  test('no resolver fills a field that belongs to the reporter vault', () => {
    const vault = forms.flatMap((form) => form.fields.filter((field) => field.vault && field.auto !== null));
    expect(vault).toEqual([]);
  });
});
