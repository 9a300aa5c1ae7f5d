import { isDay } from '../forms/schema.ts';

/** A day as people write it, or why it is none. */
export type DayRead = { day: string } | { fault: string };

const NOT_A_DAY = '不是日期';
const DIGITS = '〇一二三四五六七八九';
const WEEKDAYS = '日一二三四五六';
const WAYS = [
  /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/,
  /^(\d{4})()(\d{2})(\d{2})$/,
  /^(\d{4})(年)(\d{1,2})月(\d{1,2})[日号]?$/,
];

/**
 * Understand a day in the usual ways: 2026-06-30, 2026/6/30, 2026.6.30, 2026年6月30日, 20260630, 二〇二六年六月三十日, also in
 * full-width digits, with its day of the week or a time of midnight behind it. What can be read in two ways (6/7/2026,
 * 26.6.30) is refused, and so is a day of the week that is not the day's.
 */
export function readDay(given: string): DayRead {
  const { text, weekday } = parted(given);
  for (const way of WAYS) {
    const [, year, , month = '', date = ''] = way.exec(text) ?? [];
    if (year === undefined) continue;
    const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
    if (!isDay(day)) return { fault: '没有这一天，或不在1990年至2100年之间' };
    const falls = WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()]!;
    return weekday === null || weekday === falls
      ? { day }
      : { fault: `这一天是星期${falls}，与所写的星期不符` };
  }
  if (/\d:\d\d|\d时/.test(text)) return { fault: '带有时刻，这一列只填日期' };
  if (/^\d{1,2}[-/.月]\d{1,2}日?$/.test(text)) return { fault: '没有写年份' };
  if (/^\d{2}年/.test(text)) return { fault: '年份应写四位' };
  if (/^\d{4}[-/.年]\d{1,2}月?$/.test(text)) return { fault: '没有写哪一日' };
  if (/^\d{1,4}([-/.])\d{1,2}\1\d{1,4}$/.test(text)) return { fault: '年月日的次序不明确' };
  return { fault: NOT_A_DAY };
}

/** Folded, without a time of midnight; the day of the week apart. */
function parted(given: string): { text: string; weekday: string | null } {
  const folded = given
    .normalize('NFKC')
    .replaceAll('。', '.')
    .replace(/[‐-―−]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
  const [, day = folded, written] = /^(.*?) ?\(?(?:星期|周|礼拜)([一二三四五六日天])\)?$/.exec(folded) ?? [];
  const text = arabic(day)
    .replace(/[ T]00?:00(:00(\.0+)?)?$| 12:00(:00)? AM$| ?0时(0?0分)?$/i, '')
    .replace(/ /g, '');
  return { text, weekday: written === undefined ? null : written.replace('天', '日') };
}

/** As `readDay`: the day, or null. */
export function dayOf(given: string): string | null {
  const read = readDay(given);
  return 'day' in read ? read.day : null;
}

/** 二〇二六年六月三十日 → 2026年6月30日, year and the rest each in either way; anything else unchanged. */
function arabic(text: string): string {
  const plain = [...text].map((one) => CAPITALS.get(one) ?? one).join('');
  const [, year, month, date, rest] =
    /^(\d{4}|[〇一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十廿卅]{1,3})[日号](.*)$/.exec(
      plain,
    ) ?? [];
  if (year === undefined) return text;
  const digits = [...year].map((one) => (DIGITS.includes(one) ? DIGITS.indexOf(one) : one)).join('');
  return `${digits}年${small(month!)}月${small(date!.replace('廿', '二十').replace('卅', '三十'))}日${rest}`;
}

/** As amounts and contracts are written, and other zeros. */
const CAPITALS = new Map(
  [...'零○壹贰叁肆伍陆柒捌玖拾'].map((one, i) => [one, '〇〇一二三四五六七八九十'[i]!]),
);

/** 十 → 10, 二十一 → 21. */
function small(text: string): number {
  if (!text.includes('十')) return text.length === 1 ? DIGITS.indexOf(text) : NaN;
  const [tens = '', ones = ''] = text.split('十');
  return (tens === '' ? 1 : DIGITS.indexOf(tens)) * 10 + (ones === '' ? 0 : DIGITS.indexOf(ones));
}
