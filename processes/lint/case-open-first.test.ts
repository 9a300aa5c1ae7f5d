import { describe, expect, test } from '@jest/globals';
import rule from './case-open-first.ts';
import { diagram, end, flows, service, start } from './support/snippets.ts';
import { accused } from './support/verify.ts';

const open = service('open', 'case.open');
const seal = service('seal', 'case.seal');

describe('case-open-first', () => {
  test('an owner that opens its case on every way in passes', async () => {
    const xml = diagram(
      start() + start('ticket') + open + seal + end() + flows('start open seal end') + flows('ticket open'),
    );
    expect(await accused(rule, xml)).toEqual([]);
  });

  test('a helper needs no case of its own', async () => {
    expect(
      await accused(rule, diagram(start() + service('a', 'item.open') + end() + flows('start a end'))),
    ).toEqual([]);
  });

  test('a way in that begins with something else is named', async () => {
    const body = start() + start('ticket') + open + service('a', 'x.y') + end();
    expect(await accused(rule, diagram(body + flows('start open end') + flows('ticket a open')))).toEqual([
      'ticket',
    ]);
  });

  test('a process that seals a case it never opened is named', async () => {
    expect(await accused(rule, diagram(start() + seal + end() + flows('start seal end')))).toEqual([
      'p',
      'start',
    ]);
  });
});
