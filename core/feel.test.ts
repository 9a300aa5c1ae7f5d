import { describe, expect, test } from '@jest/globals';
import { analyseFeel, evaluateFeel, feelTest } from './feel.ts';

const refusals = (text: string): string[] => {
  const analysis = analyseFeel(text);
  return analysis.ok ? [] : analysis.reasons;
};

describe('which expressions a form may use', () => {
  test.each([
    ['for x in l return x', 'for'],
    ['some x in l satisfies x > 1', 'some/every'],
    ['every x in l satisfies x > 1', 'some/every'],
    ['function(x) x + 1', '定义函数'],
    ['x in [1..5]', '区间'],
    ['l[item > 1]', '筛选'],
    ['l[1]', '下标'],
    ['{a: 1}.a', '上下文'],
    ['2 ** 1000', '乘方'],
    ['matches(a, "(a+)+$")', 'matches'],
    ['now() > today()', 'now'],
    ['f(x)(y)', '函数'],
    ['a b = 1', '空格'],
    ['a =', '无法解析'],
    ['"open', '无法解析'],
    ['', '为空'],
    [`a = "${'x'.repeat(9000)}"`, '字'],
    [`${'('.repeat(200)}a${')'.repeat(200)}`, '复杂'],
  ])('%s is refused with a reason that says what', (text, part) => {
    expect(refusals(text).join()).toContain(part);
  });

  test.each([
    'decision = "agree"',
    'not(list contains(points.result, "不合格")) and fit != null',
    'if a = 1 then 0 else 5',
    'x in ("a", "b")',
    'string length(a) >= 5 or count(l) = 0',
    'days between 1 and 30',
  ])('%s is let in', (text) => expect(refusals(text)).toEqual([]));

  test('the variables of an expression are found with the members asked of them', () => {
    const analysis = analyseFeel('this.result = "x" and a.b.c > count(rows)');
    expect(analysis).toMatchObject({
      references: [
        { name: 'this', path: ['result'] },
        { name: 'a', path: ['b', 'c'] },
        { name: 'rows', path: [] },
      ],
    });
  });

  test.each([
    ['a = 1', true],
    ['not(a = 1)', true],
    ['(a = 1 or b = 2)', true],
    ['list contains(a, "x")', true],
    ['a', false],
    ['not(a)', false],
    ['count(a)', false],
    ['if a = 1 then true else false', false],
  ])('%s: a condition? %s', (text, condition) => expect(analyseFeel(text)).toMatchObject({ condition }));
});

describe('evaluation', () => {
  test('text, numbers and dates as text compare as expected', () => {
    expect(evaluateFeel('a < "2026-03-24"', { a: '2026-03-20' })).toBe(true);
    expect(evaluateFeel('a + 1 = 3', { a: 2 })).toBe(true);
  });

  test('an unknown variable or a wrong type gives null, never an error', () => {
    expect(evaluateFeel('a < 2', { a: null })).toBeNull();
    expect(evaluateFeel('a.b.c', { a: null })).toBeNull();
  });

  test('as a hide condition, null counts as true, just as form-js has it', () => {
    expect(feelTest('a < 2', { a: null })).toBe(true);
    expect(feelTest('a < 2', { a: 5 })).toBe(false);
    expect(feelTest('not(a < 2)', { a: null })).toBe(false);
  });

  test('remembered answers are told apart by value, by type and by kind of question', () => {
    expect([1, 2, '1', true].map((a) => evaluateFeel('a = 1', { a }))).toEqual([true, false, null, null]);
    expect(evaluateFeel('a < 2', { a: null })).toBeNull();
    for (let i = 0; i < 2200; i++) expect(evaluateFeel('a = 7', { a: i })).toBe(i === 7);
  });
});
