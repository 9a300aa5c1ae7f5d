const DIGITS = '零一二三四五六七八九';

/** 1 to 999 in Chinese numerals, as articles of a law are numbered: 41 → 四十一, 102 → 一百零二. */
export function chineseNumeral(number: number): string {
  const [hundreds, tens, ones] = [Math.floor(number / 100), Math.floor(number / 10) % 10, number % 10];
  const hundred = hundreds > 0 ? `${DIGITS[hundreds]}百` : '';
  if (tens === 0) return hundred + (hundreds > 0 && ones > 0 ? '零' : '') + (ones > 0 ? DIGITS[ones] : '');
  const ten = tens === 1 && hundreds === 0 ? '十' : `${DIGITS[tens]}十`;
  return hundred + ten + (ones > 0 ? DIGITS[ones] : '');
}

/** All that a row of the pack cites, article by article: `国务院令493 art.11; 安全生产法 art.80`. */
export const basisWords = (cited: string): string =>
  cited
    .split(/[;；]/)
    .map((one) => articleWords(one.trim()))
    .filter(Boolean)
    .join('；');

/**
 * An article as the legal pack cites it (`安全生产法 art.41`) in the words of an official document: 《安全生产法》第四十一条.
 * What is not cited that way stays as it is.
 */
export function articleWords(cited: string): string {
  const parts = /^(\S+)\s+art\.\s*(\d{1,3}(?:,\s*\d{1,3})*)(.*)$/.exec(cited.trim());
  if (parts === null) return cited;
  const [, law = '', numbers = '', rest = ''] = parts;
  const order = /^国务院令(\d+)$/.exec(law);
  const articles = numbers.split(',').map((number) => `第${chineseNumeral(Number(number))}条`);
  return `${order ? `国务院令第${order[1]}号` : `《${law}》`}${articles.join('、')}${rest.replace(' (', '（').replace(')', '）')}`;
}
