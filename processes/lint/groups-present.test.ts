import { describe, expect, test } from '@jest/globals';
import rule from './groups-present.ts';
import { diagram, user } from './support/snippets.ts';
import { accused } from './support/verify.ts';

const groups = (value: string): string => `<zeebe:assignmentDefinition candidateGroups='${value}'/>`;

describe('groups-present', () => {
  test('fixed groups and computed ones pass', async () => {
    expect(
      await accused(rule, diagram(user('a', groups('awb')) + user('b', groups('=["awb","duty"]')))),
    ).toEqual([]);
  });

  test('a task that nobody would see is named', async () => {
    const tasks = [
      user('none'),
      user('empty', groups(' ')),
      user('list', groups('=[]')),
      user('person', '<zeebe:assignmentDefinition assignee="x"/>'),
    ];
    expect(await accused(rule, diagram(tasks.join('')))).toEqual(['none', 'empty', 'list', 'person']);
  });
});
