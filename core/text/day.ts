import { isDay } from '../forms/schema.ts';

/** A day as people write it, or why it is none. */
export type DayRead = { day: string } | { fault: string };

const NOT_A_DAY = '不是日期';
const DIGITS = '〇一二三四五六七八九';
const WAYS = [
  /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/,
  /^(\d{4})()(\d{2})(\d{2})$/,
  /^(\d{4})(年)(\d{1,2})月(\d{1,2})[日号]?$/,
];

/**
 * Understand a day in the usual ways: 2026-06-30, 2026/6/30, 2026.6.30, 2026年6月30日, 20260630, 二〇二六年六月三十日, also in
 * full-width digits and with a time of midnight behind it. What can be read in two ways (6/7/2026, 26.6.30) is refused.
 */
export function readDay(given: string): DayRead {
  const text = arabic(given.normalize('NFKC').replaceAll('。', '.').replace(/\s+/g, ' ').trim())
    .replace(/[ T]00?:00(:00(\.0+)?)?$/, '')
    .replace(/ /g, '');
  for (const way of WAYS) {
    const [, year, , month = '', date = ''] = way.exec(text) ?? [];
    if (year === undefined) continue;
    const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
    return isDay(day) ? { day } : { fault: '没有这一天，或不在1990年至2100年之间' };
  }
  if (/\d:\d\d/.test(text)) return { fault: '带有时刻，这一列只填日期' };
  if (/^\d{1,2}[-/.月]\d{1,2}日?$/.test(text)) return { fault: '没有写年份' };
  if (/^\d{4}[-/.年]\d{1,2}月?$/.test(text)) return { fault: '没有写哪一日' };
  if (/^\d{1,4}([-/.])\d{1,2}\1\d{1,4}$/.test(text)) return { fault: '年月日的次序不明确' };
  return { fault: NOT_A_DAY };
}

/** As `readDay`: the day, or null. */
export function dayOf(given: string): string | null {
  const read = readDay(given);
  return 'day' in read ? read.day : null;
}

/** 二〇二六年六月三十日 → 2026年6月30日; anything else unchanged. */
function arabic(text: string): string {
  const [, year, month, date] =
    /^([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]$/.exec(
      text,
    ) ?? [];
  if (year === undefined) return text;
  const digits = [...year.replace(/[零○]/g, '〇')].map((one) => DIGITS.indexOf(one)).join('');
  return `${digits}年${small(month!)}月${small(date!)}日`;
}

/** 十 → 10, 二十一 → 21. */
function small(text: string): number {
  if (!text.includes('十')) return text.length === 1 ? DIGITS.indexOf(text) : NaN;
  const [tens = '', ones = ''] = text.split('十');
  return (tens === '' ? 1 : DIGITS.indexOf(tens)) * 10 + (ones === '' ? 0 : DIGITS.indexOf(ones));
}
