import { expect, test } from '@jest/globals';
import { shippedPack } from '../legal-pack.ts';
import { knownArticles, mayExist, typedArticle } from './known-articles.ts';

const values = (typed: string) => typedArticle(typed).map(({ value }) => value);
const dust = '工贸企业粉尘防爆安全规定 art.12';

test('of a law whose articles nobody counted the list has only what the legal pack cites; the rest can be typed', () => {
  const listed = knownArticles(shippedPack()).map(({ value }) => value);
  expect(listed).not.toContain(dust);
  expect(mayExist(dust)).toBe(true);
  for (const typed of [
    '工贸企业粉尘防爆安全规定第十二条',
    '《工贸企业粉尘防爆安全规定》 第12条',
    '粉尘防爆安全规定 第１２条',
    dust,
  ])
    expect(values(typed)).toEqual([dust]);
});

test('what is listed, what cannot exist and what names no law is not offered by typing', () => {
  for (const typed of [
    '安全生产法第二十条',
    '安全生产法第一百二十条',
    '编造的法律第三条',
    '第三条',
    '粉尘',
    '',
  ])
    expect(values(typed)).toEqual([]);
});
