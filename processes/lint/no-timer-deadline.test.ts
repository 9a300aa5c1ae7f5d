import { describe, expect, test } from '@jest/globals';
import rule from './no-timer-deadline.ts';
import { boundary, diagram, start, sub, user } from './support/snippets.ts';
import { accused, reports } from './support/verify.ts';

const timer = (kind: string, value: string): string =>
  `<bpmn:timerEventDefinition id="timer"><bpmn:${kind} xsi:type="bpmn:tFormalExpression">${value}</bpmn:${kind}></bpmn:timerEventDefinition>`;
const weekly = timer('timeCycle', 'R/P7D');

describe('no-timer-deadline', () => {
  test('a cadence passes: a repeating start, a repeating boundary event that interrupts nothing', async () => {
    expect(await accused(rule, diagram(start('s', timer('timeCycle', '0 30 6 * * *'))))).toEqual([]);
    expect(await accused(rule, diagram(user('t') + boundary('b', 't', weekly, false)))).toEqual([]);
  });

  test('a timer that stands for a deadline is named, with the clock as the way out', async () => {
    const waits = `<bpmn:intermediateCatchEvent id="wait" name="等待">${timer('timeDuration', 'P15D')}</bpmn:intermediateCatchEvent>`;
    expect(await reports(rule, diagram(waits))).toEqual([expect.stringMatching(/^wait: .*clock/)]);
    expect(
      await accused(rule, diagram(user('t') + boundary('b', 't', timer('timeDuration', 'P15D')))),
    ).toEqual(['b']);
    expect(
      await accused(rule, diagram(user('t') + boundary('b', 't', timer('timeDuration', 'P15D'), false))),
    ).toEqual(['b']);
    expect(await accused(rule, diagram(user('t') + boundary('b', 't', weekly)))).toEqual(['b']);
    expect(await accused(rule, diagram(start('s', timer('timeDate', '2026-01-01T00:00:00Z'))))).toEqual([
      's',
    ]);
    expect(await accused(rule, diagram(sub('on', start('s', weekly), 'triggeredByEvent="true"')))).toEqual([
      's',
    ]);
  });
});
