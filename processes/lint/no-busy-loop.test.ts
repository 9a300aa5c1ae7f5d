import { describe, expect, test } from '@jest/globals';
import rule from './no-busy-loop.ts';
import { call, diagram, end, flows, gateway, service, start, user } from './support/snippets.ts';
import { accused } from './support/verify.ts';

const loop = (step: string): string =>
  diagram(start() + step + gateway('g') + end() + flows('start a g a') + flows('g end'));

describe('no-busy-loop', () => {
  test('a loop that waits for a person, a worker or a called process passes', async () => {
    expect(await accused(rule, loop(user('a')))).toEqual([]);
    expect(await accused(rule, loop(service('a', 'x.y')))).toEqual([]);
    expect(await accused(rule, loop(call('a', 'processId="rectify-item"')))).toEqual([]);
  });

  test('a loop of gateways and empty steps is named once', async () => {
    expect(await accused(rule, loop('<bpmn:task id="a" name="空"/>'))).toEqual(['a']);
    expect(await accused(rule, loop(gateway('a')))).toEqual(['a']);
    expect(await accused(rule, loop('<bpmn:intermediateThrowEvent id="a" name="空"/>'))).toEqual(['a']);
  });
});
