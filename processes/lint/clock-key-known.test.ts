import { describe, expect, test } from '@jest/globals';
import rule from './clock-key-known.ts';
import { diagram, headers, inputs, service, user } from './support/snippets.ts';
import { accused, reports } from './support/verify.ts';

const known = { clockKeys: new Set(['hazard.take', 'total.a', 'total.b']) };
const opens = (values: Record<string, string>, more = ''): string =>
  diagram(service('a', 'clock.open', headers(values) + more));

describe('clock-key-known', () => {
  test('keys of the legal pack pass, fixed or as options', async () => {
    expect(
      await accused(
        rule,
        diagram(user('t', headers({ clock: 'hazard.take', 'clock-restart': 'no' }))),
        known,
      ),
    ).toEqual([]);
    expect(await accused(rule, opens({ clock: 'hazard.take', result: 'id' }), known)).toEqual([]);
    const options = { 'clock-options': 'total.a, total.b', result: 'totalClockId' };
    expect(await accused(rule, opens(options, inputs({ clockKey: '=key' })), known)).toEqual([]);
  });

  test('an unknown key is named, also among the options', async () => {
    expect(await reports(rule, diagram(user('t', headers({ clock: 'hazard.tke' }))), known)).toEqual([
      expect.stringMatching(/^t: .*hazard\.tke/),
    ]);
    expect(await reports(rule, opens({ 'clock-options': 'total.a,total.c', result: 'x' }), known)).toEqual([
      expect.stringMatching(/total\.c/),
    ]);
  });

  test('clock.open says which clock it opens and where the id goes', async () => {
    expect(await reports(rule, opens({}), known)).toHaveLength(2);
    expect(await reports(rule, opens({ clock: 'hazard.take' }), known)).toEqual([
      expect.stringContaining('result'),
    ]);
    expect(
      await accused(rule, opens({ clock: 'hazard.take', 'clock-options': 'total.a', result: 'x' }), known),
    ).toEqual(['a']);
    const free = opens({ clock: 'hazard.take', result: 'x' }, inputs({ clockKey: '=key' }));
    expect(await reports(rule, free, known)).toEqual([expect.stringContaining('clock-options')]);
  });

  test('headers that name variables hold a variable name', async () => {
    const wrong = { clock: 'hazard.take', 'clock-from': '=submit.submittedAt', 'clock-restart': 'maybe' };
    expect(await accused(rule, diagram(user('t', headers(wrong))), known)).toEqual(['t', 't']);
  });

  test('the id of a clock goes into a variable, not into a part of one', async () => {
    expect(await accused(rule, opens({ clock: 'hazard.take', result: 'clocks.take' }), known)).toEqual(['a']);
  });

  test('a clock that publishes a message of its own says for whom', async () => {
    const half = { clock: 'hazard.take', result: 'x', 'ring-message': 'evaluation.due' };
    expect(await reports(rule, opens(half), known)).toEqual([expect.stringContaining('ring-key')]);
  });
});
