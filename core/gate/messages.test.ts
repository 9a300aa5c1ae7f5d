import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { explain } from './messages.ts';
import { engineRules, standardRules } from './rules.ts';

const require = createRequire(import.meta.url);
const { ERROR_TYPES } = require('bpmnlint-plugin-camunda-compat/rules/utils/error-types') as {
  ERROR_TYPES: Record<string, string>;
};
/** Kinds that only rules report which are not ours to run: secrets, connectors, agents, deprecations. */
const elsewhere =
  /camunda\.(secret|agent|connectors|propertyDeprecated|propertiesValuesDuplicated|elementCollapsed)/;

describe('messages', () => {
  test('every standard rule has its own Chinese sentence', () => {
    const said = standardRules.map((rule) => explain(rule, { message: 'English' }));
    for (const sentence of said) expect(sentence).not.toContain('English');
    expect(new Set(said).size).toBe(standardRules.length);
  });

  test('every kind of report of the engine rules has a Chinese sentence', () => {
    const kinds = Object.values(ERROR_TYPES).filter((kind) => !elsewhere.test(kind));
    expect(kinds.length).toBeGreaterThan(15);
    for (const type of kinds)
      expect(explain('x', { message: 'English', data: { type } })).not.toContain('English');
  });

  test('what nobody foresaw still says which rule it was', () => {
    expect(explain('new-rule', { message: 'English' })).toMatch(/new-rule.*English/);
  });

  test('the engine rules are those of the 8.5 line', () => {
    expect(engineRules().get('element-type')).toEqual(['error', { version: '8.5' }]);
    expect(engineRules().size).toBeGreaterThan(25);
  });
});
