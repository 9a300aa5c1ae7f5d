import { describe, expect, test } from '@jest/globals';
import type { AppError } from '../errors.ts';
import { shippedPack } from '../legal-pack.ts';
import { evaluateRule } from './index.ts';

const range = (input: object) => evaluateRule('fine.range', input);
const check = (input: object) => evaluateRule('fine.check', input);
const refusal = (work: () => unknown): AppError => {
  try {
    work();
  } catch (error) {
    return error as AppError;
  }
  throw new Error('nothing was refused');
};

describe('ranges of fines', () => {
  test.each([
    [{ key: 'fine.114', grade: 'general' }, '300000', '1000000'],
    [{ key: '114', grade: 'larger' }, '1000000', '2000000'],
    [{ key: 'fine.114.major' }, '2000000', '10000000'],
    [{ key: 'fine.114', grade: 'special', aggravated: true }, '20000000', '100000000'],
    [{ key: 'fine.94', step: 'first' }, '20000', '50000'],
    [{ key: 'fine.97', step: 'again', person: true }, '20000', '50000'],
    [{ key: 'fine.102' }, '0', '50000'],
    [{ key: 'fine.103', gainYuan: '99999.99' }, '100000', '200000'],
    [{ key: 'fine.103', gainYuan: '100000' }, '200000', '500000'],
    [{ key: 'fine.95', grade: 'general', incomeYuan: '250000' }, '100000', '100000'],
    [{ key: 'fine.96', person: true, incomeYuan: '123456.78' }, '24691.36', '61728.39'],
    [{ key: 'fine.110', incomeYuan: '200000' }, '120000', '200000'],
  ])('%j is %s to %s yuan', (input, minYuan, maxYuan) => {
    expect(range(input)).toMatchObject({ minYuan, maxYuan, packVersion: 1 });
  });

  test('without the income a share of it is all that can be said', () => {
    expect(range({ key: 'fine.95', grade: 'major' })).toMatchObject({
      minYuan: null,
      maxYuan: null,
      minPercent: '80',
      maxPercent: '80',
    });
  });

  test('every range of the pack can be asked for by its own key', () => {
    const parts = ['fine.112', 'fine.114.multiplier', 'fine.103.gain', 'fine.103.gain.threshold'];
    const keys = [...shippedPack().amounts.keys()].filter(
      (key) => key.startsWith('fine.') && !parts.includes(key),
    );
    for (const key of keys) expect(range({ key, incomeYuan: '100' })).toMatchObject({ key });
    for (const key of parts) expect(refusal(() => range({ key })).status).toBe(400);
  });

  test('a key that stands for several ranges is answered with their names', () => {
    expect(refusal(() => range({ key: 'fine.114' })).errors?.[0]).toEqual({
      path: 'key',
      message:
        '没有罚款条目 fine.114，可选：fine.114.general、fine.114.larger、fine.114.major、fine.114.special',
    });
  });

  test('only art. 114 knows a multiple for the gravest circumstances', () => {
    expect(refusal(() => range({ key: 'fine.102', aggravated: true })).errors?.[0]?.path).toBe('aggravated');
  });
});

describe('a proposed fine', () => {
  test.each([
    ['299999.99', false, 'below'],
    ['300000', true, null],
    ['650000', true, null],
    ['1000000', true, null],
    ['1000000.01', false, 'above'],
  ])('%s yuan for a 一般事故: within %p', (amountYuan, within, side) => {
    expect(check({ key: 'fine.114', grade: 'general', amountYuan })).toMatchObject({ within, side });
  });

  test('a share of income to the last fen', () => {
    const asked = { key: 'fine.95', grade: 'larger', incomeYuan: '123456.78' };
    expect(check({ ...asked, amountYuan: '74074.07' })).toMatchObject({ within: true });
    expect(check({ ...asked, amountYuan: '74074.08' })).toMatchObject({ within: false });
  });

  test('it cannot be judged without the income it is a share of', () => {
    const error = refusal(() => check({ key: 'fine.95', grade: 'larger', amountYuan: '1' }));
    expect(error.errors?.[0]?.path).toBe('incomeYuan');
  });
});
