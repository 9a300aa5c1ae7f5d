import { describe, expect, test } from '@jest/globals';
import { grouped, normalMoney } from './money.ts';

describe('an amount of money', () => {
  test.each([
    ['1200', '1200.00'],
    ['1,200.5', '1200.50'],
    ['¥ 0012.30 元', '12.30'],
    ['0', '0.00'],
    ['9007199254740993', null],
    ['9999999999999.99', '9999999999999.99'],
  ])('%s is taken as %s, without passing through a floating number', (typed, held) => {
    expect(normalMoney(typed)).toBe(held);
  });

  test.each(['', '-5', '1.234', '1e3', '十万', '1..2'])('%p is no amount', (typed) => {
    expect(normalMoney(typed)).toBeNull();
  });

  test('thousands are grouped for reading', () => {
    expect(grouped('1234567.00')).toBe('1,234,567.00');
    expect(grouped('999.90')).toBe('999.90');
  });
});
