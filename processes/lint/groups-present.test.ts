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

  test('one group as an expression is named: it deploys, and becomes an incident when the task opens', async () => {
    const tasks = [
      user('bare', groups('=handlerGroup')),
      user('path', groups('=recipient.group')),
      user('text', groups('="awb"')),
    ];
    expect(await accused(rule, diagram(tasks.join('')))).toEqual(['bare', 'path', 'text']);
    const lists = ['=[handlerGroup]', '=flatten([acceptGroup])', '=if a = null then ["b"] else [a]'];
    expect(
      await accused(rule, diagram(lists.map((each, at) => user(`t${at}`, groups(each))).join(''))),
    ).toEqual([]);
  });
});
