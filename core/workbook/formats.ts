import type { CellValue } from './types.ts';
import { shanghaiDayOf } from '../time.ts';
import { readXml } from './xml.ts';
import type { Parts } from './zip.ts';

/** Formats that a file names by number only (ECMA-376 18.8.30, with those of a Chinese Excel). */
const KNOWN: Record<string, string> = {
  ...{ 0: 'General', 1: '0', 2: '0.00', 3: '#,##0', 4: '#,##0.00', 9: '0%', 10: '0.00%', 11: '0.00E+00' },
  ...{ 12: '# ?/?', 13: '# ??/??', 37: '#,##0', 38: '#,##0', 39: '#,##0.00', 40: '#,##0.00', 48: '##0.0E+0' },
  ...{ 14: 'yyyy/m/d', 15: 'd-mmm-yy', 16: 'd-mmm', 17: 'mmm-yy', 22: 'yyyy/m/d h:mm', 49: '@' },
  ...{ 18: 'h:mm', 19: 'h:mm:ss', 20: 'h:mm', 21: 'h:mm:ss', 45: 'mm:ss', 46: '[h]:mm:ss', 47: 'mm:ss' },
  ...{ 27: 'yyyy年m月', 28: 'm月d日', 29: 'm月d日', 30: 'm-d-yy', 31: 'yyyy年m月d日', 36: 'yyyy年m月' },
  ...{ 32: 'h时mm分', 33: 'h时mm分ss秒', 34: 'h时mm分', 35: 'h时mm分ss秒', 55: 'h时mm分', 56: 'h时mm分ss秒' },
  ...{
    50: 'yyyy年m月',
    51: 'm月d日',
    52: 'yyyy年m月',
    53: 'm月d日',
    54: 'm月d日',
    57: 'yyyy年m月',
    58: 'm月d日',
  },
};

/** The number format of each cell style, by the number that cells name. */
export async function readFormats(parts: Parts, part: string | undefined): Promise<string[]> {
  const own = new Map<string, string>();
  const styles: string[] = [];
  let within = false;
  if (part === undefined) return styles;
  await readXml(parts.read(part), {
    open(tag, { numFmtId = '0', formatCode = 'General' }) {
      if (tag === 'numFmt') own.set(numFmtId, formatCode);
      else if (tag === 'cellXfs') within = true;
      else if (tag === 'xf' && within) styles.push(own.get(numFmtId) ?? KNOWN[numFmtId] ?? 'General');
    },
    close(tag) {
      if (tag === 'cellXfs') within = false;
    },
  });
  return styles;
}

/** The letters of a format that stand for parts of a date: the first section, without words, colours and locales. */
const dateLetters = (format: string): string =>
  format
    .split(';')[0]!
    .replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .replace(/general|[^ymdhs]/gi, '')
    .toLowerCase();

const DAY_MS = 86_400_000;

/** A number as its format makes it: a date, or a number. */
export function formatted(value: number, format: string, from1904: boolean): CellValue {
  const letters = format === '@' ? '' : dateLetters(format);
  if (letters === '' || value < 0 || value > 2_958_466) return { kind: 'number', value, format };
  // Excel believes in a 29 February 1900, so that days before it are counted from one day later.
  const start = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, value < 60 ? 31 : 30);
  // To the second: the fraction of a day is not exact.
  const at = new Date(start + Math.round(value * 86_400) * 1000).toISOString();
  const whole = /y/.test(letters) && /d/.test(letters) && /m/.test(letters);
  return { kind: 'date', day: at.slice(0, 10), time: timeOf(at.slice(11, 19)), whole };
}

const timeOf = (time: string): string => (time === '00:00:00' ? '' : time);

/** A date written out in the file (`t="d"`); one with a zone is told on the Shanghai calendar. */
export function dateCell(text: string): CellValue {
  const [, day, time = '00:00:00', zone] =
    /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?)?$/.exec(text) ?? [];
  if (day === undefined) return { kind: 'text', text };
  if (zone === undefined) return { kind: 'date', day, time: timeOf(time), whole: true };
  const at = new Date(`${day}T${time}${zone}`);
  if (Number.isNaN(at.getTime())) return { kind: 'text', text };
  const there = new Date(at.getTime() + DAY_MS / 3).toISOString();
  return { kind: 'date', day: shanghaiDayOf(at), time: timeOf(there.slice(11, 19)), whole: true };
}
