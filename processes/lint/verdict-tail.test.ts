import { describe, expect, test } from '@jest/globals';
import rule from './verdict-tail.ts';
import {
  boundary,
  diagram,
  end,
  flow,
  flows,
  gateway,
  message,
  messageDefinition,
  service,
  start,
  sub,
  user,
} from './support/snippets.ts';
import { accused, reports } from './support/verify.ts';

const tail = (condition = '=verdict = "green"'): string =>
  service('verdict', 'case.verdict') + gateway('is-closed', 'exclusive', 'default="is-closed--supplement"') +
  user('supplement') + service('seal', 'case.seal') + end('closed') +
  flows('verdict is-closed') + flow('is-closed', 'seal', condition) + flows('is-closed supplement verdict') + flows('seal closed'); // prettier-ignore
const head = start() + service('open', 'case.open') + user('work') + flows('start open work');
const rings = message('m', 'lead.received');

describe('verdict-tail', () => {
  test('an owner that ends by the tail passes', async () => {
    expect(await accused(rule, diagram(head + flows('work verdict') + tail()))).toEqual([]);
  });

  test('a short cut to the end is named at that end', async () => {
    const cut = gateway('is-ok') + end('early') + flows('work is-ok verdict') + flows('is-ok early');
    expect(await reports(rule, diagram(head + cut + tail()))).toEqual([expect.stringMatching(/^early: /)]);
  });

  test('a process without tail is named at its end', async () => {
    expect(await accused(rule, diagram(head + end() + flows('work end')))).toEqual(['end']);
  });

  test('an interrupting boundary event is a way to the end like any other', async () => {
    const late = boundary('late', 'work', messageDefinition('m')) + end('late-end') + flows('late late-end');
    expect(await accused(rule, diagram(head + late + flows('work verdict') + tail(), rings))).toEqual([
      'late-end',
    ]);
  });

  test('side tracks may end by themselves: a branch split off, and what a non-interrupting event began', async () => {
    const split =
      gateway('split', 'parallel') +
      user('aside') +
      end('aside-end') +
      flows('work split aside aside-end') +
      flows('split verdict');
    expect(await accused(rule, diagram(head + split + tail()))).toEqual([]);
    const side =
      boundary('lead', 'work', messageDefinition('m'), false) + end('lead-end') + flows('lead lead-end');
    expect(await accused(rule, diagram(head + side + flows('work verdict') + tail(), rings))).toEqual([]);
  });

  test('a branch split off is no excuse when no branch goes on to the tail', async () => {
    const split =
      gateway('split', 'parallel') + end('a') + end('b') + flows('work split a') + flows('split b');
    expect(await accused(rule, diagram(head + split + tail()))).toEqual(['a', 'b']);
  });

  test('an event subprocess that cuts off the case needs the tail, one that does not is free', async () => {
    const handler = (interrupting: boolean): string =>
      sub(
        'on',
        `<bpmn:startEvent id="on-begin" name="开始" isInterrupting="${interrupting}">${messageDefinition('m')}</bpmn:startEvent>${end('on-end')}${flows('on-begin on-end')}`,
        'triggeredByEvent="true"',
      );
    const process = (interrupting: boolean): string =>
      diagram(head + flows('work verdict') + tail() + handler(interrupting), rings);
    expect(await accused(rule, process(true))).toEqual(['on-end']);
    expect(await accused(rule, process(false))).toEqual([]);
  });

  test('ends inside embedded subprocesses do not end the case', async () => {
    const inner = sub('each', start('begin') + end('done') + flows('begin done'));
    expect(await accused(rule, diagram(head + inner + flows('work each verdict') + tail()))).toEqual([]);
  });

  test('sealing without the green verdict before it is named', async () => {
    expect(await accused(rule, diagram(head + flows('work verdict') + tail('=verdict != "red"')))).toEqual([
      'seal',
    ]);
    const blind = head + service('seal', 'case.seal') + end('closed') + flows('work seal closed');
    expect(await accused(rule, diagram(blind))).toEqual(['seal']);
    expect(await accused(rule, diagram(head + flows('work is-closed') + tail()))).toEqual(['is-closed']);
  });

  test('helpers need no tail', async () => {
    expect(await accused(rule, diagram(start() + user('work') + end() + flows('start work end')))).toEqual(
      [],
    );
  });
});
