import { describe, expect, test } from '@jest/globals';
import rule from './known-verb.ts';
import { diagram, service, throws, user } from './support/snippets.ts';
import { accused, reports } from './support/verify.ts';

const known = { jobTypes: new Set(['clock.open', 'message.publish']) };

describe('known-verb', () => {
  test('job types with a worker, and user tasks, pass', async () => {
    expect(await accused(rule, diagram(service('a', 'clock.open') + throws('b') + user('c')), known)).toEqual(
      [],
    );
  });

  test('a job type without worker is named with the file that is missing', async () => {
    const [said] = await reports(rule, diagram(service('a', 'clock.opem')), known);
    expect(said).toMatch(/^a: .*clock\.opem.*workers\/clock\/opem\.ts/);
  });

  test('a throw event needs its worker too', async () => {
    expect(await accused(rule, diagram(throws('b')))).toEqual(['b']);
  });

  test('a job type worked out at run time is refused, whatever it may turn out to be', async () => {
    expect(await accused(rule, diagram(service('a', '="clock." + which')), known)).toEqual(['a']);
  });
});
