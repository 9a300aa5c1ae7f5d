import { describe, expect, test } from '@jest/globals';
import rule from './ring-key.ts';
import {
  boundary,
  diagram,
  headers,
  inputs,
  message,
  messageDefinition,
  service,
  sub,
  user,
} from './support/snippets.ts';
import { accused, reports } from './support/verify.ts';

const task = user('take', headers({ clock: 'hazard.take' }));
const bell = boundary('late', 'take', messageDefinition('m'));
const withKey = (key: string, body: string): string => diagram(body, message('m', 'clock.expired', key));

describe('ring-key', () => {
  test('the ring key of the own task passes, blanks or not', async () => {
    const owner = service('open', 'case.open') + task + bell;
    expect(await accused(rule, withKey('=caseId+":take"', owner))).toEqual([]);
    expect(await accused(rule, withKey('= caseId + ":take"', owner))).toEqual([]);
    expect(await accused(rule, withKey('=scopeId+":take"', task + bell))).toEqual([]);
  });

  test('the key of another task, or without the task, is refused and the right one shown', async () => {
    const [said] = await reports(
      rule,
      withKey('=caseId+":rule"', service('open', 'case.open') + task + bell),
    );
    expect(said).toContain('=caseId+":take"');
    expect(await accused(rule, withKey('=caseId', task + bell))).toEqual(['late']);
    expect(await accused(rule, withKey('=caseId+": take"', task + bell))).toEqual(['late']);
  });

  test('inside a subprocess with its own scope the scope counts, in the rest of an owner the case', async () => {
    const scoped =
      service('open', 'case.open') + sub('each', task + bell, '', inputs({ scopeId: '=unit.id' }));
    expect(await accused(rule, withKey('=scopeId+":take"', scoped))).toEqual([]);
    expect(await accused(rule, withKey('=caseId+":take"', scoped))).toEqual(['late']);
    expect(
      await accused(rule, withKey('=scopeId+":take"', service('open', 'case.open') + task + bell)),
    ).toEqual(['late']);
  });

  test('a bell on something without a clock is refused', async () => {
    expect(await accused(rule, withKey('=scopeId+":take"', user('take') + bell))).toEqual(['late']);
    expect(await accused(rule, withKey('=scopeId+":take"', service('take', 'x.y') + bell))).toEqual(['late']);
  });

  test('other messages keep their own keys', async () => {
    expect(await accused(rule, diagram(task + bell, message('m', 'item.merge', '=itemId')))).toEqual([]);
  });
});
