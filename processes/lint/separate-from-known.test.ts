import { describe, expect, test } from '@jest/globals';
import rule from './separate-from-known.ts';
import { diagram, headers, service, start, sub, user } from './support/snippets.ts';
import { accused, reports } from './support/verify.ts';

const apart = (from: string): string => user('check', headers({ 'separate-from': from }));

describe('separate-from-known', () => {
  test('tasks of this diagram pass, in subprocesses too, and so do start forms and tasks of helpers', async () => {
    const body = start() + user('verify') + sub('each', user('inner'));
    const context = { helperTasks: new Set(['recheck']) };
    expect(await accused(rule, diagram(body + apart('verify,inner, recheck,start')), context)).toEqual([]);
  });

  test('an id that is nobody’s task separates nobody and is named', async () => {
    expect(await reports(rule, diagram(user('verify') + apart('verify,verfy')))).toEqual([
      expect.stringMatching(/^check: .*“verfy”/),
    ]);
    expect(await accused(rule, diagram(service('auto', 'x.y') + apart('auto')))).toEqual(['check']);
  });

  test('a task cannot be kept apart from itself', async () => {
    expect(await accused(rule, diagram(apart('check')))).toEqual(['check']);
  });
});
