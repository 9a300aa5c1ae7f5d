import { describe, expect, test } from '@jest/globals';
import rule from './named-in-chinese.ts';
import { diagram, end, flow, flows, gateway, start, user } from './support/snippets.ts';
import { accused } from './support/verify.ts';

const choice = (first: string, second: string): string =>
  start() +
  gateway('g') +
  end('a') +
  end('b') +
  flows('start g') +
  flow('g', 'a', '=x', first) +
  flow('g', 'b', '', second);

describe('named-in-chinese', () => {
  test('Chinese names, mixed ones too, and named branches pass', async () => {
    expect(await accused(rule, diagram(choice('12345工单', '其他')))).toEqual([]);
  });

  test('a step, event, gateway or branch without Chinese name is named', async () => {
    expect(await accused(rule, diagram(choice('yes', '其他')))).toEqual(['g--a']);
    expect(await accused(rule, diagram(choice('是', '')))).toEqual(['g--b']);
    const nameless = diagram(user('t') + start() + end())
      .replaceAll('name="办理"', 'name="Check"')
      .replaceAll('name="结束"', '');
    expect(await accused(rule, nameless)).toEqual(['t', 'end']);
    expect(await accused(rule, diagram('', '', 'id="p" name="Process" isExecutable="true"'))).toEqual(['p']);
  });

  test('gateways that only split or merge, and plain flows, need no name', async () => {
    const body =
      start() + gateway('split', 'parallel') + gateway('merge') + end() + flows('start split merge end');
    expect(await accused(rule, diagram(body.replaceAll('name="网关"', '')))).toEqual([]);
  });
});
