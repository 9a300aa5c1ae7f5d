import { describe, expect, test } from '@jest/globals';
import { shippedCalendar } from '../calendar.ts';
import { shippedPack } from '../legal-pack.ts';
import { judgeExtension } from './extension.ts';
import { evaluateRule } from './index.ts';

const ask = (input: object) => evaluateRule('extension.admissible', input);
const probe = { key: 'accident.probe.60d', startedAt: '2026-08-05T14:20' };
const codes = (answer: Record<string, unknown>) =>
  (answer['refusals'] as { code: string }[]).map(({ code }) => code);

describe('an application for a longer clock', () => {
  test('before expiry and within the ceiling it goes to the body the law names', () => {
    expect(ask({ ...probe, requestedAt: '2026-09-28', days: 30, pausedDays: 20 })).toMatchObject({
      admissible: true,
      approver: 'gov',
      dueOn: '2026-10-26',
      newDueOn: '2026-11-23',
    });
  });

  test('on the last evening it is in time, after midnight it is refused', () => {
    expect(ask({ ...probe, requestedAt: '2026-10-08T23:59', days: 1 })).toMatchObject({ admissible: true });
    expect(codes(ask({ ...probe, requestedAt: '2026-10-09T00:00:01', days: 1 }))).toEqual(['expired']);
  });

  test('the ceiling holds for all extensions together', () => {
    expect(ask({ ...probe, requestedAt: '2026-09-28', days: 60 })).toMatchObject({ admissible: true });
    expect(ask({ ...probe, requestedAt: '2026-09-28', days: 61 })).toMatchObject({
      admissible: false,
      newDueOn: null,
      refusals: [{ code: 'above-max', message: '最多可延长60日' }],
    });
    const again = ask({ ...probe, requestedAt: '2026-09-28', days: 31, used: 1, extendedDays: 30 });
    expect(codes(again)).toEqual(['above-max', 'count-used']);
  });

  test('rectification must be asked ten days ahead, also on a holiday', () => {
    const term = { key: 'rectify.term', startedAt: '2026-09-15', days: 15 };
    expect(ask({ ...term, requestedAt: '2026-10-05T22:00' })).toMatchObject({
      admissible: true,
      dueOn: '2026-10-15',
    });
    expect(ask({ ...term, requestedAt: '2026-10-06T00:30' })).toMatchObject({
      refusals: [{ code: 'too-late', message: '申请应当最迟在2026-10-05前（含当日）提出' }],
    });
  });

  test('a listed major hazard must be asked twenty working days ahead', () => {
    const due = { dueOn: '2026-11-30', dueAt: new Date('2026-12-01T00:00:00+08:00') };
    const facts = { key: 'major.term', due, days: 30, used: 0, extendedDays: 0 };
    const at = (requestedAt: string) =>
      judgeExtension(shippedPack(), shippedCalendar(), { ...facts, requestedAt: new Date(requestedAt) })
        .admissible;
    expect(at('2026-11-02T23:59:00+08:00')).toBe(true);
    expect(at('2026-11-03T00:01:00+08:00')).toBe(false);
  });

  test('what the law gives no extension for is refused, whoever asks', () => {
    const asked = ask({ key: 'penalty.serve', startedAt: '2026-02-11', requestedAt: '2026-02-12', days: 1 });
    expect(asked).toMatchObject({ admissible: false, approver: null });
    expect(codes(asked)).toEqual(['not-extendable']);
    expect(
      codes(ask({ key: 'referral.24h', startedAt: '2026-02-11', requestedAt: '2026-02-11', days: 1 })),
    ).toEqual(['not-extendable']);
  });
});
