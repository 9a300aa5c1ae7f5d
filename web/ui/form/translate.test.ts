import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { translate } from './translate.ts';

const source = readFileSync(createRequire(import.meta.url).resolve('@bpmn-io/form-js-viewer'), 'utf8');

/** Every literal sentence that the installed viewer hands to its translate service. */
const sentences = [...source.matchAll(/translate\(\s*(["'])((?:(?!\1).)+)\1/gs)].map((m) => m[2] ?? '');

// Meant for whoever wires a form wrongly, never for who fills it.
const FOR_DEVELOPERS = /binding path|HELLO/;

describe('the form viewer speaks Chinese', () => {
  test('the viewer has sentences to translate', () => {
    expect(sentences.length).toBeGreaterThan(30);
  });

  test('none of them is left in English', () => {
    const left = sentences.filter((s) => !FOR_DEVELOPERS.test(s) && translate(s) === s);
    expect(left).toEqual([]);
  });

  test('placeholders are filled, unknown sentences stay as they are', () => {
    expect(translate('Field must have maximum length of {value}.', { value: '20' })).toBe(
      '最多填写 20 个字。',
    );
    expect(translate('Brand new')).toBe('Brand new');
  });
});
