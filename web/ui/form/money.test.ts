import { expect, test } from '@jest/globals';
import { grouped } from './money.ts';

test('thousands of an amount are grouped for reading', () => {
  expect(grouped('1234567.00')).toBe('1,234,567.00');
  expect(grouped('999.90')).toBe('999.90');
});
