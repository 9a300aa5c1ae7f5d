import { describe, expect, test } from '@jest/globals';
import rule from './no-poison-feel.ts';
import { feelProblems } from './support/feel.ts';
import { diagram, end, flow, gateway, headers, inputs, message, service } from './support/snippets.ts';
import { accused, reports } from './support/verify.ts';

describe('no-poison-feel', () => {
  test.each([
    'approvePlan.decision = "agree"',
    'scopeId + ":rectify"',
    'if recheck.newRectifyBy != null then recheck.newRectifyBy else rectifyBy',
    'some m in members satisfies m.dissent = "yes"',
    'for f in findings return f.id',
    'findings[kind = "重大隐患"]',
    'days in [1..15]',
    'string length(name) < 20',
    'matches(no, "^[0-9]{4}$")',
    '{a: 1, "乙": [1, 2]}',
    'null',
  ])('%s passes', (expression) => {
    expect(feelProblems(expression)).toEqual([]);
  });

  test.each([
    ['count(for x in 1..1000000000 return x) > 0', '区间'],
    ['for x in a..b return x', '区间'],
    ['for x in 1..3 return x', '区间'],
    ['every x in [1..n] satisfies x > 0', '区间'],
    ['some x in 1..2 satisfies true', '区间'],
    ['for x in xs return for y in ys return x', '套着'],
    ['for x in xs, y in ys return x', '套着'],
    ['some x in (for y in ys return y) satisfies x', '套着'],
    ['function(n) n + 1', '函数'],
    ['{f: function(n) f(n), r: f(1)}.r', '函数'],
    ['matches(text, "(a+)+$")', '重复'],
    ['matches(text, pattern)', '固定'],
    ['a b = 1', '空格'],
    ['1 +', '写法'],
    ['"open', '写法'],
    ['', '空'],
    ['"' + 'x'.repeat(1001) + '"', '1000'],
  ])('%s is refused', (expression, why) => {
    expect(feelProblems(expression)).toEqual(expect.arrayContaining([expect.stringContaining(why)]));
  });

  test('expressions are found in conditions, mappings and keys, and named at their element', async () => {
    const poison = '=for x in 1..9 return x';
    const body =
      gateway('g') + end('a') + end('b') + flow('g', 'a', poison) + flow('g', 'b', '=ok') +
      service('s', 'x.y', inputs({ v: poison, w: '=fine' })) +
      `<bpmn:userTask id="u"><bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="${poison}"/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>`; // prettier-ignore
    expect(await accused(rule, diagram(body, message('m', 'lead.received', poison)))).toEqual([
      'g--a',
      's',
      'u',
      'm',
    ]);
  });

  test('a condition or key without = is plain text for the broker and is named', async () => {
    const xml = diagram(
      gateway('g') + end('a') + end('b') + flow('g', 'a', 'x = 1') + flow('g', 'b', '=x = 2'),
      message('m', 'n', 'caseId'),
    );
    expect(await accused(rule, xml)).toEqual(['g--a', 'm']);
  });

  test('headers and names are text, whatever they begin with', async () => {
    const xml = diagram(service('s', 'x.y', headers({ title: '=1 +' })).replace('name="办理"', 'name="=("'));
    expect(await reports(rule, xml)).toEqual([]);
  });
});
