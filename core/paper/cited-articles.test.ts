import { expect, test } from '@jest/globals';
import { shippedPack } from '../legal-pack.ts';
import { citedArticles } from './cited-articles.ts';

const offered = citedArticles(shippedPack());
const labels = offered.map(({ label }) => label);

test('only articles of law are offered, in the words of an official document, once each', () => {
  expect(labels).toContain('《安全生产法》第九十九条');
  expect(labels).toContain('国务院令第493号第九条');
  expect(labels.filter((label) => !/第[一二三四五六七八九十百零]+条/.test(label))).toEqual([]);
  expect(new Set(labels).size).toBe(labels.length);
  for (const rule of ['局内规定', '12345工单规则', '区级实施细则', '全国上限见 accident.report.national'])
    expect(offered.map(({ value }) => value)).not.toContain(rule);
});

test('what the pack itself has still to confirm comes after what is checked', () => {
  const first = offered.findIndex(({ confirmed }) => !confirmed);
  expect(first).toBeGreaterThan(0);
  expect(offered.slice(first).every(({ confirmed }) => !confirmed)).toBe(true);
  expect(offered.find(({ value }) => value.startsWith('行政处罚法 art.52'))).toMatchObject({
    confirmed: false,
  });
});

test('the articles of one law are in the order of their numbers', () => {
  const numbers = offered
    .filter(({ value, confirmed }) => confirmed && /^安全生产法 art\.\d+$/.test(value))
    .map(({ value }) => Number(value.split('art.')[1]));
  expect(numbers.length).toBeGreaterThan(5);
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
});
