import { describe, expect, test } from '@jest/globals';
import { compileForm } from './forms/index.ts';
import { listForms } from './forms/files.ts';
import { RESOLVERS } from './prefill.ts';

const forms = listForms(new URL('../', import.meta.url).pathname).map(({ schema }) => compileForm(schema));

describe('what the product fills into forms', () => {
  test('every name a shipped form asks for has a resolver', () => {
    const asked = forms.flatMap((form) => form.fields.flatMap(({ auto }) => (auto === null ? [] : [auto])));
    expect(asked.length).toBeGreaterThan(40);
    expect([...new Set(asked)].filter((name) => !(name in RESOLVERS))).toEqual([]);
  });

  test('no resolver fills a field that belongs to the reporter vault', () => {
    const vault = forms.flatMap((form) => form.fields.filter((field) => field.vault && field.auto !== null));
    expect(vault).toEqual([]);
  });
});
