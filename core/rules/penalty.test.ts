import { describe, expect, test } from '@jest/globals';
import { evaluateRule } from './index.ts';

describe('the right to a hearing', () => {
  test.each([
    [{ party: 'person', amountYuan: '9999.99' }, false],
    [{ party: 'person', amountYuan: '10000' }, true],
    [{ party: 'firm', amountYuan: '49999.99' }, false],
    [{ party: 'firm', amountYuan: '50000' }, true],
    [{ party: 'firm', measures: ['stop-work'] }, true],
    [{ party: 'firm' }, false],
  ])('%j: %p', (input, right) => {
    expect(evaluateRule('hearing.right', input)).toMatchObject({ right });
  });

  test('grave measures rest on art. 63 of the penalty law', () => {
    const answer = evaluateRule('hearing.right', { party: 'firm', measures: ['revoke-licence'] });
    expect(answer.article).toBe('安全生产违法行为行政处罚办法; 行政处罚法 art.63');
  });
});

describe('fines on the spot', () => {
  test.each([
    ['person', '200', true],
    ['person', '200.01', false],
    ['firm', '3000', true],
    ['firm', '3000.01', false],
  ])('a %s and %s yuan: %p', (party, amountYuan, allowed) => {
    expect(evaluateRule('onspot.check', { party, amountYuan })).toMatchObject({ allowed });
  });
});

describe('the surcharge on a late fine (行政处罚法 art. 72)', () => {
  test.each([
    [{ fineYuan: '30000', days: 0 }, '0', false],
    [{ fineYuan: '30000', days: 1 }, '900', false],
    [{ fineYuan: '30000', days: 33 }, '29700', false],
    [{ fineYuan: '30000', days: 34 }, '30000', true],
    [{ fineYuan: '30000', days: 36_600 }, '30000', true],
    [{ fineYuan: '0.17', days: 3 }, '0.02', false],
    [{ fineYuan: '1000', dueOn: '2026-10-08', paidOn: '2026-10-11' }, '90', false],
    [{ fineYuan: '1000', dueOn: '2026-10-08', paidOn: '2026-10-01' }, '0', false],
  ])('%j is %s', (input, amountYuan, capped) => {
    expect(evaluateRule('surcharge', input)).toMatchObject({ amountYuan, capped });
  });

  test('it needs the days, or the two dates', () => {
    expect(() => evaluateRule('surcharge', { fineYuan: '1', dueOn: '2026-10-08' })).toThrow('bad-request');
  });
});

describe('repeated unlawfulness', () => {
  test('a daily fine repeats the first one', () => {
    expect(evaluateRule('limit.daily', { fineYuan: '50000.50', days: 7 })).toMatchObject({
      totalYuan: '350003.50',
      article: '安全生产法 art.112',
    });
  });

  test.each([
    [true, ['2026-01-01', '2026-03-01', '2026-06-30'], true, ['180 d']],
    [true, ['2026-01-01', '2026-03-01', '2026-07-01'], false, []],
    [true, ['2027-01-01', '2026-01-01', '2026-07-15', '2026-08-01'], true, ['180 d', '12 month']],
    [true, ['2025-01-01', '2025-07-02', '2025-12-31', '2026-01-01'], true, ['12 month']],
    [true, ['2025-01-01', '2025-07-02', '2025-12-31', '2026-01-02'], false, []],
    [false, ['2026-01-01', '2026-01-02', '2026-01-03'], false, ['180 d']],
  ])(
    'closure with a major hazard %p and penalties %p: %p',
    (majorHazard, penaltyDates, mayClose, windowsMet) => {
      expect(evaluateRule('close.113', { majorHazard, penaltyDates })).toMatchObject({
        mayClose,
        windowsMet,
      });
    },
  );
});
