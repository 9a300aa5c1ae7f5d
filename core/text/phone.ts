import { cleanText } from './clean.ts';
import { halfWidth } from './fold.ts';

const MOBILE = /^1[3-9]\d{9}$/;
/** Area code and number: eight figures behind 010 and 02x, else four figures of code and seven or eight. */
const FIXED = /^(0(?:10|2\d)(?=\d{8}$)|0[3-9]\d{2})(\d{7,8})$/;
/** Ten figures wherever they are called from. */
const SERVICE = /^()([48]00\d{7})$/;
const LONGEST_EXTENSION = 6;

/**
 * A telephone number in one spelling: `13812345678`, `021-65123456`, `021-65123456-801`, `4008208820`. Understands blanks,
 * full width, dashes, brackets, +86, the 0 that once stood before mobiles, and 转 for an extension. null where that is no
 * number, or more than one: then what was written must be kept as it is.
 */
export function phoneOf(typed: string): string | null {
  const text = halfWidth(cleanText(typed, 'line'))
    .replace(/^\s*(联系电话|电话|手机号?|座机|Tel)\s*\.?\s*:?/i, '')
    .replace(/[\s。.,;、]+$/, '')
    .replace(/\s*(转|分机|ext\.?|x|#|\*|[,;])\s*:?\s*(\d{1,6})\s*$/i, '-$2')
    .replace(/[‐-―−－—.·・/()（）\s]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .replace(/^(\+|00)-?86-?|^86-?(?=1[3-9]\d-?\d{4}-?\d{4}$)|^86-/, '');
  if (!/^[\d-]+$/.test(text)) return null;
  const digits = text.replaceAll('-', '').replace(/^0(?=1[3-9])/, '');
  if (MOBILE.test(digits)) return digits;
  const groups = text.split('-');
  return inGroups(groups, SERVICE) ?? inGroups(withZero(groups), FIXED);
}

/** An area code that stands alone tells itself without its zero. */
const withZero = ([first = '', ...rest]: string[]): string[] =>
  first.startsWith('0') || rest.length === 0 ? [first, ...rest] : [`0${first}`, ...rest];

/** The number that the first groups of figures make; what stands behind a whole number is its extension, never part of it. */
function inGroups(groups: readonly string[], shape: RegExp): string | null {
  for (let end = 1; end <= groups.length; end++) {
    const found = shape.exec(groups.slice(0, end).join(''));
    const extension = groups.slice(end).join('');
    if (found !== null && extension.length <= LONGEST_EXTENSION)
      return [found[1], found[2], extension].filter(Boolean).join('-');
  }
  return null;
}
