import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AppError } from '../errors.ts';
import { packFromRows, shippedPack } from '../legal-pack.ts';
import { shippedCalendar } from '../calendar.ts';
import { evaluateRule, rules } from './index.ts';

function refusal(name: string, input: unknown): AppError {
  try {
    evaluateRule(name, input);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('what a rule refuses', () => {
  test('wrong and unknown fields are all named, in Chinese', () => {
    expect(refusal('accident.grade', { deaths: -1, severe: '3', lossYuan: 5, extra: 1 }).errors).toEqual(
      expect.arrayContaining([
        { path: 'extra', message: '没有这个字段' },
        { path: 'deaths', message: '不小于 0' },
        { path: 'severe', message: '应当是整数' },
        { path: 'lossYuan', message: '应当是以元为单位的金额文本，最多两位小数，例如 "300000"' },
      ]),
    );
  });

  test('a missing field, a wrong code and an impossible day say what is wanted', () => {
    expect(refusal('hearing.right', { amountYuan: '1' }).errors).toEqual([
      { path: 'party', message: '必填' },
    ]);
    expect(refusal('investigator', { grade: '一般' }).errors).toEqual([
      { path: 'grade', message: '只能是：general、larger、major、special' },
    ]);
    expect(refusal('surcharge', { fineYuan: '1', dueOn: '2026-02-30', paidOn: '2026-03-01' }).errors).toEqual(
      [{ path: 'dueOn', message: '应当是真实的日期，写作 YYYY-MM-DD' }],
    );
  });

  test('an empty question is no question', () => {
    expect(refusal('accident.grade', {}).errors).toEqual([{ path: '', message: '请至少填写一项' }]);
  });

  test('a hostile field name is an unknown field', () => {
    const hostile = JSON.parse('{"deaths":1,"__proto__":{"deaths":9}}') as unknown;
    expect(refusal('accident.grade', hostile).errors).toEqual([
      { path: '__proto__', message: '没有这个字段' },
    ]);
  });

  test('whatever comes in, a rule answers or refuses by name', () => {
    fc.assert(
      fc.property(fc.constantFrom(...rules.keys()), fc.jsonValue(), (name, input) => {
        try {
          expect(evaluateRule(name, input).packVersion).toBe(1);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a mistyped rule is answered with its neighbours', () => {
    expect(refusal('accident.grad', {})).toMatchObject({
      type: 'unknown-rule',
      extra: { near: ['accident.grade'] },
    });
    expect(refusal('constructor', {})).toMatchObject({ type: 'unknown-rule' });
  });
});

describe('rules and pack', () => {
  test('every key a rule names is in the pack', () => {
    const keys = [...shippedPack().amounts.keys()];
    for (const { keys: named } of rules.values()) {
      for (const key of named) {
        const known = key.endsWith('*')
          ? keys.some((k) => k.startsWith(key.slice(0, -1)))
          : keys.includes(key);
        expect([key, known]).toEqual([key, true]);
      }
    }
  });

  test('another version of the pack gives other answers', () => {
    const pack = packFromRows(
      { version: 2, effective_from: '2027-01-01', effective_to: null },
      [],
      [
        { key: 'officers', min: '', max: '', status: 'law' },
        { key: 'probe.officers', min: '3', max: '', status: 'law' },
      ],
    );
    const context = { pack, calendar: shippedCalendar() };
    expect(evaluateRule('officers.enough', { officers: 2 }, context)).toMatchObject({
      enough: false,
      packVersion: 2,
    });
    expect(() => evaluateRule('verify.distance', { metres: 1 }, context)).toThrow('legal-pack-incomplete');
  });
});
