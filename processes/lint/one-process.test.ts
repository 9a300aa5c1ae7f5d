import { describe, expect, test } from '@jest/globals';
import rule from './one-process.ts';
import { diagram } from './support/snippets.ts';
import { accused } from './support/verify.ts';

describe('one-process', () => {
  test('one executable process passes', async () => {
    expect(await accused(rule, diagram(''))).toEqual([]);
  });

  test('a second process, or none, or one that is not executable is named', async () => {
    expect(await accused(rule, diagram('', '<bpmn:process id="q" isExecutable="true"/>'))).toEqual(['q']);
    expect(await accused(rule, diagram('', '', 'id="p"'))).toEqual(['p']);
    expect(await accused(rule, diagram('').replace(/<bpmn:process[^]*<\/bpmn:process>/, ''))).toEqual(['d']);
  });
});
