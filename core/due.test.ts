import { describe, expect, test } from '@jest/globals';
import { shippedCalendar } from './calendar.ts';
import { parseMoment } from './days.ts';
import { computeDue, grossDays, netDays, pausedDays, pausedFor, type DueOptions } from './due.ts';
import { AppError } from './errors.ts';
import { shippedPack } from './legal-pack.ts';

const calendar = shippedCalendar();
const pack = shippedPack();
const at = (text: string): Date => parseMoment(text)!.at;
const row = (key: string) => pack.clocks.get(key)!;
const due = (key: string, from: string, options?: DueOptions) =>
  computeDue(row(key), at(from), calendar, options);

describe('worked examples of the legal calendar 2026', () => {
  // key, start, last day, provisional
  test.each([
    ['penalty.serve', '2026-02-11', '2026-02-27', false],
    ['hearing.request', '2026-09-29', '2026-10-12', false],
    ['hearing.notice', '2026-10-20', '2026-10-09', false],
    ['accident.probe.60d', '2026-08-05T14:20', '2026-10-08', false],
    ['accident.reply.15d', '2026-02-06', '2026-02-24', false],
    ['penalty.90d', '2026-07-06', '2026-10-08', false],
    ['hazard.total.12345.complaint', '2026-02-12T16:40', '2026-02-26', false],
    ['recheck.term', '2026-04-24', '2026-05-06', false],
    ['evaluation.start', '2026-01-15', '2026-11-15', false],
    ['evaluation.latest', '2026-01-15', '2027-01-15', true],
    ['notice.feedback', '2026-09-16', '2026-09-30', false],
    ['talk.report', '2026-04-29', '2026-05-09', false],
    ['major.publish', '2026-06-16', '2026-06-24', false],
    ['police.decide', '2026-04-30', '2026-05-06', false],
    ['major.extension.ask', '2026-11-30', '2026-11-02', false],
    ['rectify.extension.ask', '2026-10-15', '2026-10-05', false],
    ['patrol.lookback', '2026-08-31', '2027-03-01', true],
    ['accident.update.window', '2026-01-20', '2026-02-19', false],
  ])('%s from %s ends on %s', (key, from, dueOn, provisional) => {
    expect(due(key, from)).toMatchObject({ dueOn, provisional, dueAt: new Date(`${dueOn}T24:00:00+08:00`) });
  });

  test.each([
    ['accident.probe.60d', '2026-08-05T14:20', '2026-10-04'],
    ['accident.reply.15d', '2026-02-06', '2026-02-21'],
    ['recheck.term', '2026-04-24', '2026-05-04'],
    ['police.decide', '2026-04-30', '2026-05-03'],
    ['patrol.lookback', '2026-08-31', '2027-02-28'],
  ])('%s from %s has the nominal end %s', (key, from, nominalOn) => {
    expect(due(key, from).nominalOn).toBe(nominalOn);
  });

  test('an oral report is due after one hour, also in the night of the Spring Festival', () => {
    expect(due('accident.report.oral', '2026-02-17T00:30')).toEqual({
      nominalOn: null,
      dueOn: null,
      dueAt: new Date('2026-02-17T01:30:00+08:00'),
      provisional: false,
    });
  });

  test('a technical appraisal and an extension move the probe report, and only then it rolls', () => {
    const pauses = [{ start: '2026-08-20', end: '2026-09-09' }];
    const paused = pausedFor(row('accident.probe.60d'), pauses, calendar);
    expect(paused).toBe(20);
    expect(due('accident.probe.60d', '2026-08-05', { pausedDays: paused })).toMatchObject({
      nominalOn: '2026-10-24',
      dueOn: '2026-10-26',
    });
    const both = due('accident.probe.60d', '2026-08-05', { pausedDays: paused, extensionDays: 30 });
    expect(both).toMatchObject({ nominalOn: '2026-11-23', dueOn: '2026-11-23' });
    expect(grossDays('2026-08-05', both.dueOn!)).toBe(110);
    expect(netDays('2026-08-05', both.dueOn!, pauses)).toBe(90);
  });

  test('a hearing moves the end of a penalty case by its own length', () => {
    const pausedDays = pausedFor(row('penalty.90d'), [{ start: '2026-09-08', end: '2026-09-22' }], calendar);
    expect(due('penalty.90d', '2026-07-06', { pausedDays })).toMatchObject({
      nominalOn: '2026-10-18',
      dueOn: '2026-10-19',
    });
  });

  test('an extension counts from the nominal end, not from the rolled one', () => {
    expect(due('accident.probe.60d', '2026-08-05', { extensionDays: 30 }).dueOn).toBe('2026-11-03');
  });
});

describe('the day of the event', () => {
  test('the hour of the start never changes a limit of days', () => {
    expect(due('penalty.serve', '2026-02-11T00:00')).toEqual(due('penalty.serve', '2026-02-11T23:59:59.999'));
  });

  test('an instant is read on the Shanghai calendar', () => {
    expect(due('recheck.term', '2026-04-23T16:00:00Z').dueOn).toBe('2026-05-06');
    expect(due('recheck.term', '2026-04-23T15:59:59Z').dueOn).toBe('2026-05-06');
    expect(due('notice.sign', '2026-04-23T16:00:00Z').dueOn).toBe('2026-04-27');
    expect(due('notice.sign', '2026-04-23T15:59:59Z').dueOn).toBe('2026-04-24');
  });
});

describe('backward limits', () => {
  test('a power cut is announced a whole day of hours before', () => {
    expect(due('powercut.notice', '2026-10-02T09:00').dueAt).toEqual(at('2026-10-01T09:00'));
  });

  test('only for a hearing must the whole days lie between', () => {
    const plain = { ...row('hearing.notice'), wholeDaysBetween: false };
    expect(computeDue(plain, at('2026-10-20'), calendar).dueOn).toBe('2026-10-10');
  });
});

describe('a date that a document names', () => {
  test('it replaces the value of the pack and stands as written, also on a holiday', () => {
    expect(due('rectify.term', '2026-09-10', { at: '2026-10-03' })).toMatchObject({
      nominalOn: '2026-10-03',
      dueOn: '2026-10-03',
    });
  });

  test('what is computed from it rolls', () => {
    expect(due('rectify.term', '2026-08-10', { at: '2026-09-18', extensionDays: 15 })).toMatchObject({
      nominalOn: '2026-10-03',
      dueOn: '2026-10-08',
    });
  });

  test('working days are added to it as working days', () => {
    expect(due('notice.feedback', '2026-09-10', { at: '2026-09-30', extensionDays: 2 }).dueOn).toBe(
      '2026-10-09',
    );
  });

  test('an appointment ends at its hour', () => {
    const talk = due('talk.day', '2026-10-08', { at: '2026-10-13T09:00+08:00' });
    expect(talk).toMatchObject({ dueOn: '2026-10-13', dueAt: at('2026-10-13T09:00') });
    expect(due('hazard.urgent', '2026-10-08', { at: at('2026-10-08T03:00') }).dueAt).toEqual(
      at('2026-10-08T03:00'),
    );
  });

  test('text that is no date is refused', () => {
    expect(() => due('rectify.term', '2026-09-10', { at: 'soon' })).toThrow(RangeError);
  });
});

describe('what nobody knows yet', () => {
  test.each([
    ['penalty.serve', '2026-12-28', '2027-01-06', true],
    ['penalty.serve', '2026-12-21', '2026-12-30', false],
    ['accident.reply.15d', '2026-12-16', '2026-12-31', false],
    ['accident.reply.15d', '2026-12-17', '2027-01-01', true],
    ['hearing.notice', '2027-01-05', '2026-12-24', true],
    ['notice.sign', '2019-12-31', '2020-01-02', false],
    ['notice.sign', '2019-12-30', '2019-12-31', true],
  ])('%s from %s ends on %s, provisional: %s', (key, from, dueOn, provisional) => {
    expect(due(key, from)).toMatchObject({ dueOn, provisional });
  });

  test('hours need no calendar', () => {
    expect(due('referral.24h', '2027-05-01T10:00').provisional).toBe(false);
  });
});

describe('pauses', () => {
  test('overlapping pauses count once, touching ones add up', () => {
    expect(
      pausedDays([
        { start: '2026-08-20', end: '2026-09-09' },
        { start: '2026-09-01', end: '2026-09-15' },
        { start: '2026-09-15', end: '2026-09-16' },
      ]),
    ).toBe(27);
  });

  test('a pause of one day stands still for nothing, as its first day is not counted', () => {
    expect(pausedDays([{ start: '2026-08-20', end: '2026-08-20' }])).toBe(0);
    expect(pausedDays([{ start: '2026-08-20', end: '2026-08-19' }])).toBe(0);
  });

  test('a limit of working days stands still for the working days of the pause', () => {
    const pauses = [{ start: '2026-09-30', end: '2026-10-09' }];
    const paused = pausedFor(row('hazard.total.12345.complaint'), pauses, calendar);
    expect(paused).toBe(2);
    expect(due('hazard.total.12345.complaint', '2026-09-28', { pausedDays: paused }).dueOn).toBe(
      '2026-10-13',
    );
  });

  test('only the part of a pause inside the period counts for net days', () => {
    expect(netDays('2026-09-01', '2026-09-11', [{ start: '2026-08-01', end: '2026-09-04' }])).toBe(7);
  });

  test('hours and backward limits know neither pause nor extension', () => {
    expect(() => due('referral.24h', '2026-09-01', { pausedDays: 1 })).toThrow(AppError);
    expect(() => due('hearing.notice', '2026-10-20', { extensionDays: 1 })).toThrow(AppError);
  });
});
