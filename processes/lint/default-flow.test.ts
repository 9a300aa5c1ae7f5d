import { describe, expect, test } from '@jest/globals';
import rule from './default-flow.ts';
import { diagram, end, flow, flows, gateway, start, user } from './support/snippets.ts';
import { accused } from './support/verify.ts';

const ends = start() + end('a') + end('b') + flows('start g');

describe('default-flow', () => {
  test('conditions on all branches, or on all but the default, pass', async () => {
    expect(
      await accused(rule, diagram(ends + gateway('g') + flow('g', 'a', '=x = 1') + flow('g', 'b', '=x = 2'))),
    ).toEqual([]);
    const withDefault =
      gateway('g', 'exclusive', 'default="g--b"') + flow('g', 'a', '=x = 1') + flow('g', 'b');
    expect(await accused(rule, diagram(ends + withDefault))).toEqual([]);
  });

  test('a branch without condition is named', async () => {
    expect(
      await accused(rule, diagram(ends + gateway('g') + flow('g', 'a', '=x = 1') + flow('g', 'b'))),
    ).toEqual(['g--b']);
    expect(
      await accused(
        rule,
        diagram(ends + gateway('g', 'inclusive') + flow('g', 'a', '=x') + flow('g', 'b', ' ')),
      ),
    ).toEqual(['g--b']);
  });

  test('a condition on the default branch, or where nothing is chosen, is named', async () => {
    const onDefault =
      gateway('g', 'exclusive', 'default="g--b"') + flow('g', 'a', '=x = 1') + flow('g', 'b', '=x = 2');
    expect(await accused(rule, diagram(ends + onDefault))).toEqual(['g--b']);
    const split = gateway('g', 'parallel') + flow('g', 'a', '=x = 1') + flow('g', 'b');
    expect(await accused(rule, diagram(ends + split))).toEqual(['g--a']);
    expect(await accused(rule, diagram(user('t') + end() + flow('t', 'end', '=x')))).toEqual(['t--end']);
  });

  test('a default that leaves from somewhere else is named', async () => {
    const stray =
      gateway('g', 'exclusive', 'default="t--c"') + flow('g', 'a', '=x = 1') + flow('g', 'b', '=x = 2');
    expect(await accused(rule, diagram(ends + stray + user('t') + end('c') + flows('t c')))).toEqual(['g']);
  });
});
