import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { readCsv } from './csv.ts';
import { amountFromRow, clockFromRow, packInForce, shippedPack, type LegalPack } from './legal-pack.ts';

const pack = shippedPack();
const clocks = [...pack.clocks.values()];

const rowsOf = (name: string): number =>
  readCsv(readFileSync(new URL(`../migrations/data/${name}.csv`, import.meta.url), 'utf8')).length;

describe('the shipped legal pack', () => {
  test('it is version 1 with every limit and amount, none twice', () => {
    expect(pack.version).toBe(1);
    expect(pack.clocks.size).toBe(rowsOf('legal-clocks'));
    expect(pack.amounts.size).toBe(rowsOf('legal-amounts'));
  });

  test('every row has a known unit, direction and state', () => {
    expect(clocks.filter((row) => !['min', 'h', 'd', 'wd', 'month'].includes(row.unit))).toEqual([]);
    const states = [...clocks, ...pack.amounts.values()].map((row) => row.status);
    expect([...new Set(states)].sort()).toEqual(['law', 'local example', 'to confirm']);
  });

  test('what runs by hour or working day, or backward, never rolls', () => {
    const rolling = clocks.filter((row) => row.roll);
    expect(
      rolling.filter((row) => !['d', 'month'].includes(row.unit) || row.direction === 'backward'),
    ).toEqual([]);
    expect(rolling.length).toBeGreaterThan(60);
  });

  test('a rule of law rests on an article', () => {
    const bare = [...clocks, ...pack.amounts.values()].filter(
      (row) => row.status === 'law' && row.article === '',
    );
    expect(bare).toEqual([]);
  });

  test('以下 excludes its number in grades, the self-probe limit and the talk score, and nowhere else', () => {
    const open = [...pack.amounts.values()].filter((row) => row.max !== null && !row.maxIncluded);
    const keys = open.map((row) => row.key);
    expect(keys.every((key) => /^(grade\.|selfprobe\.|patrol\.score\.talk$)/.test(key))).toBe(true);
    expect(keys).toHaveLength(9 + 2);
  });
});

describe('extensions in the pack', () => {
  test.each([
    ['accident.probe.60d', 'accident.probe.extension', 'gov'],
    ['hazard.total.report', 'hazard.total.report.extension', 'lead'],
    ['hazard.total.petition', 'hazard.total.petition.extension', 'lead'],
  ])('%s may grow by the ceiling row %s', (key, ceiling, approver) => {
    expect(pack.clocks.get(key)?.extension).toMatchObject({
      max: pack.clocks.get(ceiling)?.value,
      approver,
      count: 1,
    });
  });

  test('a lead for the application names a backward row of the pack', () => {
    const asked = clocks.flatMap((row) => row.extension?.askBeforeKey ?? []);
    expect(asked).toEqual(['rectify.extension.ask', 'major.extension.ask']);
    expect(asked.map((key) => pack.clocks.get(key)?.direction)).toEqual(['backward', 'backward']);
  });

  test('working-day rows grow by working days, the others by days, hours and backward limits not at all', () => {
    const grown = clocks.filter((row) => row.extension);
    expect(grown.filter((row) => (row.unit === 'wd') !== (row.extension?.unit === 'wd'))).toEqual([]);
    expect(grown.filter((row) => ['h', 'min'].includes(row.unit) || row.direction === 'backward')).toEqual(
      [],
    );
  });

  test('a limit of law can only grow where the law says so', () => {
    const keys = clocks.filter((row) => row.status === 'law' && row.extension).map((row) => row.key);
    expect(keys).toEqual([
      'accident.probe.60d',
      'accident.reply.30d',
      'penalty.90d',
      'seizure.term',
      'hazard.total.petition',
    ]);
  });
});

describe('versions of the pack', () => {
  const version = (number: number, effectiveFrom: string): LegalPack => ({
    version: number,
    effectiveFrom,
    effectiveTo: null,
    clocks: new Map(),
    amounts: new Map(),
  });

  test('the version in force on the day the period starts is taken', () => {
    const packs = [version(2, '2026-02-01'), version(1, '2020-01-01')];
    expect(packInForce(packs, '2026-01-31').version).toBe(1);
    expect(packInForce(packs, '2026-02-01').version).toBe(2);
    expect(packInForce(packs, '2019-06-01').version).toBe(1);
  });

  test('a row that can be no limit stops the loading', () => {
    expect(() => clockFromRow({ key: 'x', value: '0', unit: 'd' })).toThrow(RangeError);
    expect(() => clockFromRow({ key: '', value: '1', unit: 'd' })).toThrow(RangeError);
    expect(() => clockFromRow({ key: 'x', value: '1', unit: 'week' })).toThrow(RangeError);
    expect(() => amountFromRow({ key: 'x', min: '1,000', max: '', status: 'law' })).toThrow(RangeError);
  });
});
