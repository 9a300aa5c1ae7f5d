import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decimal, hundredths, isDecimal, percentOf, times } from './money.ts';

describe('exact money', () => {
  test.each([
    ['0', 0n],
    ['0.05', 5n],
    ['0.5', 50n],
    ['300000', 30_000_000n],
    ['999999999999999.99', 99_999_999_999_999_999n],
  ])('%s is %p hundredths', (text, value) => {
    expect(hundredths(text)).toBe(value);
  });

  test.each([
    '',
    '-1',
    '+1',
    '1.',
    '.5',
    '1.234',
    '01',
    '1e3',
    '1,000',
    '１００',
    ' 1',
    '1 ',
    'NaN',
    '1000000000000000',
  ])('%p is no amount', (text) => {
    expect(isDecimal(text)).toBe(false);
    expect(() => hundredths(text)).toThrow(RangeError);
  });

  test('an amount written and read again is the same amount', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 17n - 1n }), (value) => {
        expect(hundredths(decimal(value))).toBe(value);
      }),
    );
  });

  test('half a hundredth rounds up, less rounds down', () => {
    expect(percentOf(hundredths('0.10'), hundredths('15'))).toBe(2n);
    expect(percentOf(hundredths('0.09'), hundredths('15'))).toBe(1n);
    expect(times(hundredths('0.01'), hundredths('2.5'))).toBe(3n);
  });

  test('percent and multiple agree with whole-number arithmetic', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 13n }),
        fc.bigInt({ min: 0n, max: 100n }),
        (yuan, percent) => {
          expect(percentOf(yuan * 100n, percent * 100n)).toBe(yuan * percent);
          expect(times(yuan * 100n, percent * 100n)).toBe(yuan * percent * 100n);
        },
      ),
    );
  });
});
