import { expect, test } from '@jest/globals';
import { drawFrom, type Candidate } from './experts.ts';

const pool: Candidate[] = [
  { account: 'a', fields: ['危化'] },
  { account: 'b', fields: ['危化', '电气'] },
  { account: 'c', fields: ['消防'] },
  { account: 'd', fields: ['消防', '燃气'] },
  { account: 'e', fields: ['燃气'] },
];
const accounts = (draw: { drawn: Candidate[] }) => draw.drawn.map(({ account }) => account);

test('the same seed over the same pool draws the same experts, however the pool is ordered', () => {
  const request = { fields: ['危化', '消防'], count: 3, seed: '2026-11-24/1' };
  expect(accounts(drawFrom(pool.toReversed(), request))).toEqual(accounts(drawFrom(pool, request)));
  const outcomes = Array.from({ length: 20 }, (_, n) =>
    accounts(drawFrom(pool, { ...request, seed: `s${n}` })).join(),
  );
  expect(new Set(outcomes).size).toBeGreaterThan(3);
});

test('every field asked for is served before a second expert of one field is drawn', () => {
  for (let n = 0; n < 50; n += 1) {
    const draw = drawFrom(pool, { fields: ['危化', '消防', '燃气'], count: 3, seed: `s${n}` });
    expect(draw).toMatchObject({ missing: 0, uncovered: [] });
    expect(new Set(accounts(draw)).size).toBe(3);
  }
});

test('too small a pool is told, not filled with others', () => {
  expect(drawFrom(pool, { fields: ['电气', '建筑'], count: 2, seed: 's' })).toEqual({
    drawn: [{ account: 'b', fields: ['危化', '电气'] }],
    missing: 1,
    uncovered: ['建筑'],
  });
});

test('everybody has the same chance over many seeds', () => {
  const seen = new Map<string, number>();
  for (let n = 0; n < 1000; n += 1) {
    const [first] = accounts(drawFrom(pool, { fields: [], count: 1, seed: `seed ${n}` }));
    seen.set(first!, (seen.get(first!) ?? 0) + 1);
  }
  for (const { account } of pool) expect(seen.get(account)).toBeGreaterThan(150);
});
