import { cleanText } from './clean.ts';
import { halfWidth } from './fold.ts';

/** What a person wrote, understood; or a Chinese sentence that goes on after the field's name and says what to write. */
export type Understood = { ok: true; value: string } | { ok: false; why: string };

const WHOLE = /^\d+$/;
/** Groups of three behind one to three digits, all parted by the same sign. */
const GROUPED = /^\d{1,3}(?:,\d{3})+$|^\d{1,3}(?: \d{3})+$/;

const understood = (value: string): Understood => ({ ok: true, value });
const no = (why: string): Understood => ({ ok: false, why });
const quoted = (typed: string): string => `“${[...cleanText(typed, 'line').trim()].slice(0, 30).join('')}”`;

/**
 * A number as people type it, as plain decimal text: `1,200`, `１，２００`, `1 200.5`, `+5`, `1。5` (a Chinese keyboard's point), a
 * unit behind it if `unit` is that unit. What could mean two numbers (`12,34`, `1.234.567`) or is none is refused with
 * a sentence; nothing is guessed, so that 1,200 can never become 1.2. The text is never passed through a floating number.
 */
export function decimalOf(typed: string, unit = ''): Understood {
  const text = withoutUnit(plain(typed), halfWidth(unit).trim());
  if (text === '') return no('应为数字');
  const parts = /^([+-]?)([\d, ]*)(?:\.(\d*))?$/.exec(text);
  if (parts === null) return no(strange(typed, text));
  const [, sign = '', typedWhole = '', cents = ''] = parts;
  const whole = typedWhole.trim();
  if (whole === '' && cents === '') return no(`应为数字，不能是${quoted(typed)}`);
  if (whole !== '' && !WHOLE.test(whole) && !GROUPED.test(whole)) return no(ambiguous(typed));
  const digits = whole.replace(/[, ]/g, '').replace(/^0+(?=\d)/, '') || '0';
  const value = cents === '' ? digits : `${digits}.${cents}`;
  return understood(sign === '-' && /[1-9]/.test(value) ? `-${value}` : value);
}

/**
 * A number for JSON. Besides what `decimalOf` refuses, one that a floating number can't hold to its last digit
 * (more than 15 digits), for it would be stored as another one.
 */
export function numberOf(typed: string, unit = ''): { ok: true; value: number } | { ok: false; why: string } {
  const found = decimalOf(typed, unit);
  if (!found.ok) return found;
  const significant = found.value.replace(/[-.]/g, '').replace(/^0+/, '');
  const digits = found.value.includes('.') ? significant.replace(/0+$/, '') : significant;
  if (digits.length > 15) return { ok: false, why: `的位数过多（${quoted(typed)}），最多 15 位` };
  return { ok: true, value: Number(found.value) };
}

const CENTS = 2;
const MOST_YUAN = 13;

/** An amount in yuan with two decimals, `1200.00`; ¥ in front, 元 or 人民币 beside it are understood. Never negative. */
export function moneyOf(typed: string): Understood {
  const text = plain(typed)
    .replace(/^(人民币|RMB|CNY)\s*/i, '')
    .replace(/^([+-]?)\s*[¥￥]\s*/, '$1')
    .replace(/\s*(元整?|圆整?|RMB|CNY)$/i, '');
  if (/[万亿千百]$/.test(text)) return no(`请换算成元填写，不能是${quoted(typed)}`);
  const found = decimalOf(text);
  if (!found.ok) return no(found.why.replace('应为数字', '应为金额'));
  const [whole = '', cents = ''] = found.value.split('.');
  if (whole.startsWith('-')) return no('不能是负数');
  if (cents.length > CENTS && /[1-9]/.test(cents.slice(CENTS))) return no('最多两位小数');
  if (whole.length > MOST_YUAN) return no(`的位数过多，元以上最多 ${MOST_YUAN} 位`);
  return understood(`${whole}.${cents.slice(0, CENTS).padEnd(CENTS, '0')}`);
}

/** Half width, one kind of blank, of minus and of point; Chinese keyboards write 。 and ， where a number is meant. */
const plain = (typed: string): string =>
  halfWidth(cleanText(typed, 'line'))
    .replace(/[\s\u2009\u202f\u00a0]+/g, ' ')
    .replace(/[\u3002\uff61]/g, '.')
    .replace(/^ ?[\u2010-\u2015\u2212\ufe63]/, '-')
    .replace(/^ ?([+-]) /, '$1')
    .trim();

const withoutUnit = (text: string, unit: string): string =>
  unit !== '' && text.endsWith(unit) ? text.slice(0, -unit.length).trim() : text;

const ambiguous = (typed: string): string =>
  `看不出是多少（${quoted(typed)}），请直接写数字，如 1200 或 1200.5`;

function strange(typed: string, text: string): string {
  if (/^[+-]?[\d., ]+$/.test(text)) return ambiguous(typed);
  if (/^[零〇一二三四五六七八九十百千万亿两点]+$/.test(text))
    return `应为数字，请用阿拉伯数字填写，不能是${quoted(typed)}`;
  if (/\d/.test(text)) return `应为数字，只写数字，不带单位或其他文字（现为${quoted(typed)}）`;
  return `应为数字，不能是${quoted(typed)}`;
}
