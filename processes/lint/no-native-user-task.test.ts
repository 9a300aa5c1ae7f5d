import { describe, expect, test } from '@jest/globals';
import rule from './no-native-user-task.ts';
import { diagram, user } from './support/snippets.ts';
import { accused } from './support/verify.ts';

describe('no-native-user-task', () => {
  test('a job-based user task passes, a native one is named', async () => {
    expect(await accused(rule, diagram(user('a') + user('b', '<zeebe:userTask/>')))).toEqual(['b']);
  });
});
