import { describe, expect, test } from '@jest/globals';
import { evaluateRule } from './index.ts';

describe('the reward of a reporter', () => {
  test.each([
    [{ kind: 'fine', fineYuan: '200000' }, '30000', '200000元×15%=30000元'],
    [{ kind: 'fine', fineYuan: '10000' }, '3000', '10000元×15%=1500元，不低于3000元'],
    [{ kind: 'fine', fineYuan: '20000' }, '3000', '20000元×15%=3000元'],
    [{ kind: 'fine' }, '3000', '0元×15%=0元，不低于3000元'],
    [{ kind: 'fine', fineYuan: '2000000' }, '300000', '2000000元×15%=300000元'],
    [{ kind: 'fine', fineYuan: '3000000' }, '300000', '3000000元×15%=450000元，不超过300000元'],
    [{ kind: 'hidden', grade: 'general', persons: 2 }, '60000', '30000元×2人=60000元'],
    [{ kind: 'hidden', grade: 'special', persons: 5 }, '300000', '60000元×5人=300000元'],
    [{ kind: 'hidden', grade: 'special', persons: 6 }, '300000', '60000元×6人=360000元，不超过300000元'],
    [{ kind: 'local', level: 'basic' }, '300', '一般隐患奖励(基本属实)上限300元，奖励300元'],
    [
      { kind: 'local', level: 'full', proposedYuan: '450' },
      '450',
      '一般隐患奖励(完全属实)上限500元，奖励450元',
    ],
    [
      { kind: 'local', level: 'full', proposedYuan: '501' },
      '500',
      '一般隐患奖励(完全属实)上限500元，奖励500元',
    ],
    [
      { kind: 'fine', fineYuan: '200000', employee: true },
      '36000',
      '200000元×15%=30000元，从业人员加成20%=36000元',
    ],
    [{ kind: 'fine', fineYuan: '123456.78' }, '18518.52', '123456.78元×15%=18518.52元'],
  ])('%j is %s', (input, amountYuan, formula) => {
    expect(evaluateRule('reward.compute', input)).toMatchObject({ amountYuan, formula });
  });

  test('the bonus never lifts it above the ceiling', () => {
    const answer = evaluateRule('reward.compute', { kind: 'fine', fineYuan: '2000000', employee: true });
    expect(answer).toMatchObject({ amountYuan: '300000', capped: true });
  });

  test.each([
    ['66666.60', '9999.99', false],
    ['66666.67', '10000', true],
  ])('a fine of %s gives %s: council %p', (fineYuan, amountYuan, councilNeeded) => {
    expect(evaluateRule('reward.compute', { kind: 'fine', fineYuan })).toMatchObject({
      amountYuan,
      councilNeeded,
    });
  });

  test('what a kind of reward needs is asked for by name', () => {
    const missing = (input: object): unknown => {
      try {
        return evaluateRule('reward.compute', input);
      } catch (error) {
        return (error as { errors: { path: string }[] }).errors.map(({ path }) => path);
      }
    };
    expect(missing({ kind: 'hidden', persons: 1 })).toEqual(['grade']);
    expect(missing({ kind: 'hidden', grade: 'larger' })).toEqual(['persons']);
    expect(missing({ kind: 'local' })).toEqual(['level']);
  });
});
