import { describe, expect, test } from '@jest/globals';
import { Matcher } from './matcher.ts';

const reporter = new Matcher({ names: ['欧阳晓明'], numbers: ['13812345678'] });
const MASK = '〔已遮蔽〕';

describe('a telephone is found and masked however it is written', () => {
  test.each([
    ['as it is', '13812345678'],
    ['blanks', '138 1234 5678'],
    ['hyphens', '138-1234-5678'],
    ['full width', '１３８１２３４５６７８'],
    ['country code', '+86 13812345678'],
    ['country code, grouped', '0086-138-1234-5678'],
    ['brackets and dots', '(138)1234.5678'],
    ['Chinese digits', '一三八一二三四五六七八'],
    ['as it is read out', '幺三八，幺二三四，五六七八'],
    ['digit by digit', '1 3 8 1 2 3 4 5 6 7 8'],
    ['an invisible character inside', '138\u200b1234\u200b5678'],
    ['an invisible character that is no format character', '138\u3164\u034f1234\ufe0f5678'],
    ['over two lines', '138\n12345678'],
    ['half and half', '138一二三四5678'],
    ['with the trunk 0', '013812345678'],
  ])('%s', (_, written) => {
    const text = `请打${written}联系`;
    expect(reporter.finds(text)).toBe(true);
    const masked = reporter.mask(text);
    expect(masked).toContain(MASK);
    expect(masked).not.toMatch(/5678|五六七八|５６７８|7 8/);
  });

  test('kept with country code or separators, it is the same number', () => {
    for (const kept of ['+86 138-1234-5678', '008613812345678', '１３８ １２３４ ５６７８'])
      expect(new Matcher({ names: [], numbers: [kept] }).finds('13812345678')).toBe(true);
  });

  test('a landline is found with and without its area code', () => {
    const landline = new Matcher({ names: [], numbers: ['021-65551234'] });
    for (const written of ['02165551234', '(021) 6555 1234', '6555-1234', '６５５５１２３４'])
      expect(landline.finds(`电话${written}。`)).toBe(true);
  });

  test.each([
    ['part of a longer number', '913812345678', '1381234567899'],
    ['the last four digits', '尾号5678', '5678号房'],
    ['letters between (a digest)', 'a4f138b12345678c', '138a12345678'],
    ['masked in the middle already', '138****5678', '138xxxx5678'],
  ])('but not %s', (_, ...texts) => {
    for (const text of texts) expect(reporter.finds(text)).toBe(false);
  });
});

describe('a name is found and masked however it is set', () => {
  test.each([
    ['as it is', '欧阳晓明'],
    ['a blank', '欧阳 晓明'],
    ['blanks everywhere', '欧 阳 晓 明'],
    ['a full-width blank', '欧阳　晓明'],
    ['a middle dot', '欧阳·晓明'],
    ['another middle dot', '欧阳・晓明'],
    ['an invisible character', '欧阳\u200b晓明'],
    ['selectors of a variant', '欧\ufe00阳晓\u{e0100}明'],
    ['a filler without looks', '欧阳\u3164晓明'],
    ['a no-break space', '欧阳\u00a0晓明'],
    ['over two lines', '欧阳\n晓明'],
    ['hyphens', '欧-阳-晓-明'],
    ['a title behind', '欧阳晓明先生'],
    ['quotes', '“欧阳晓明”'],
  ])('%s', (_, written) => {
    const text = `据${written}反映`;
    expect(reporter.finds(text)).toBe(true);
    expect(reporter.mask(text)).toContain(MASK);
    expect(reporter.mask(text)).not.toMatch(/[晓明]/);
  });

  test('the radicals that come out of a PDF are the characters they stand for', () => {
    // U+2F6C is the radical form of 目.
    expect(new Matcher({ names: ['陈目清'], numbers: [] }).finds('陈\u2f6c清')).toBe(true);
  });

  test('decided otherwise: a family name with a title, and a given name alone, stand for too many', () => {
    for (const text of ['欧阳先生', '晓明', '小明', '欧阳']) expect(reporter.finds(text)).toBe(false);
  });

  test('a name in letters is a word of its own', () => {
    const foreigner = new Matcher({ names: ['Li Na'], numbers: [] });
    expect(foreigner.finds('联系ＬＩ　ＮＡ即可')).toBe(true);
    expect(foreigner.finds('reli nation')).toBe(false);
  });
});

test('a long text without either costs little', () => {
  const text = `${'现场检查发现配电箱线路裸露，要求立即整改。'.repeat(50_000)}`;
  const began = performance.now();
  expect(reporter.finds(text)).toBe(false);
  expect(performance.now() - began).toBeLessThan(1_500);
});
