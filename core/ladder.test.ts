import { describe, expect, test } from '@jest/globals';
import { shippedCalendar } from './calendar.ts';
import { parseMoment } from './days.ts';
import { computeDue } from './due.ts';
import { ladderAt, ladderFromRows, shippedLadder, warnAt } from './ladder.ts';
import { shippedPack } from './legal-pack.ts';

const calendar = shippedCalendar();
const rules = shippedLadder();
const at = (text: string): Date => parseMoment(text)!.at;

function plan(key: string, start: string) {
  const row = shippedPack().clocks.get(key)!;
  const from = at(start);
  const due = computeDue(row, from, calendar);
  return {
    warn: warnAt(row, due, from, calendar, rules),
    steps: ladderAt(row, due, from, calendar, rules),
  };
}

describe('reminders', () => {
  test.each([
    ['accident.probe.60d', '2026-08-05', '2026-09-28T09:00', 'ten and more: three working days before'],
    ['notice.feedback', '2026-09-16', '2026-09-24T09:00', 'three working days before, over 中秋'],
    ['penalty.serve', '2026-02-11', '2026-02-26T09:00', 'two to nine: one working day before'],
    ['police.decide', '2026-04-30', '2026-04-30T09:00', 'one working day before, over the holidays'],
    ['doc.sign', '2026-02-13T15:00', '2026-02-14T09:00', 'one: at nine of the due day'],
    ['accident.report.oral', '2026-02-17T00:30', '2026-02-17T01:15', 'a quarter of an hour of sixty minutes'],
    ['accident.intake', '2026-02-17T00:00', '2026-02-17T00:11:15', 'a quarter of fifteen minutes'],
    [
      'powercut.notice',
      '2026-10-02T09:00',
      '2026-10-01T03:00',
      'a quarter of the lead before the latest time',
    ],
  ])('%s from %s reminds at %s (%s)', (key, from, warn) => {
    expect(plan(key, from).warn).toEqual(at(warn));
  });

  test('a value without a rule is an error, not a silent clock', () => {
    const row = shippedPack().clocks.get('penalty.serve')!;
    const due = computeDue(row, at('2026-02-11'), calendar);
    expect(() => warnAt(row, due, at('2026-02-11'), calendar, { warn: [], levels: [] })).toThrow(RangeError);
  });
});

describe('the ladder', () => {
  test('days: at once to handler and head, the committee office after one working day, the leaders after three', () => {
    const { steps } = plan('accident.reply.15d', '2026-09-15');
    expect(steps.map(({ nameZh, at: when }) => [nameZh, when.toISOString()])).toEqual([
      ['承办', '2026-09-30T16:00:00.000Z'],
      ['单位负责人', '2026-09-30T16:00:00.000Z'],
      ['安委办', '2026-10-08T16:00:00.000Z'],
      ['区领导', '2026-10-10T16:00:00.000Z'],
    ]);
    expect(steps.map(({ desk }) => desk)).toEqual(['handler', 'unit-head', 'awb', 'gov']);
  });

  test('hours: the committee office after half the period, the leaders after the whole', () => {
    const { steps } = plan('hazard.take', '2026-10-01T20:00');
    expect(steps.map(({ at: when }) => when)).toEqual(
      ['2026-10-02T00:00', '2026-10-02T00:00', '2026-10-02T02:00', '2026-10-02T04:00'].map(at),
    );
  });

  test('a level that reaches into a year without notice is provisional, the levels before it are not', () => {
    const { steps } = plan('accident.reply.15d', '2026-12-16');
    expect(steps.map(({ provisional }) => provisional)).toEqual([false, false, true, true]);
  });

  test('other settings give other times', () => {
    const other = ladderFromRows(
      [{ units: 'wd', from_value: '1', to_value: '', before: '2', before_unit: 'wd', at_time: '08:30' }],
      [{ units: 'wd', level: '3', name_zh: '区领导', desk: 'gov', after: '2', after_unit: 'wd' }],
    );
    const row = shippedPack().clocks.get('penalty.serve')!;
    const from = at('2026-03-02');
    const due = computeDue(row, from, calendar);
    expect(due.dueOn).toBe('2026-03-11');
    expect(warnAt(row, due, from, calendar, other)).toEqual(at('2026-03-09T08:30'));
    expect(ladderAt(row, due, from, calendar, other).map(({ at: when }) => when)).toEqual([at('2026-03-14')]);
  });
});
