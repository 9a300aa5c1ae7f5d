import { cleanText } from './clean.ts';
import { halfWidth } from './fold.ts';

const MOBILE = /^1[3-9]\d{9}$/;
/** Area code (010 and 02x are three figures, all others four), number, extension. */
const FIXED = /^(0(?:10|2\d)|0[3-9]\d{2})-?(\d{7,8})(?:-(\d{1,6}))?$/;
const SERVICE = /^[48]00\d{7}$/;

/**
 * A telephone number in one spelling: `13812345678`, `021-65123456`, `021-65123456-801`. Understands blanks, full width, dashes,
 * brackets, +86, and 转 for an extension. null where that is no number: then what was written must be kept as it is.
 */
export function phoneOf(typed: string): string | null {
  const text = halfWidth(cleanText(typed, 'line'))
    .replace(/^\s*(电话|手机|联系电话|Tel)\s*:?/i, '')
    .replace(/\s*(转|分机|ext\.?|x|#|\*)\s*:?\s*(\d{1,6})\s*$/i, '-$2')
    .replace(/[‐-―−－—.·・/()（）\s]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .replace(/^(\+|00)-?86-?|^86-?(?=1[3-9]\d-?\d{4}-?\d{4}$)/, '');
  if (!/^[\d-]+$/.test(text)) return null;
  const digits = text.replaceAll('-', '');
  if (MOBILE.test(digits)) return digits;
  const parts = /^(.*?)(?:-(\d{1,6}))?$/.exec(text)!;
  return fixed(text) ?? (parts[2] === undefined ? null : fixed(parts[1]!, parts[2])) ?? service(digits);
}

/** A fixed number, however its digits are grouped. Without its zero the area code still tells itself by the dash. */
function fixed(text: string, extension?: string): string | null {
  const [area = '', ...rest] = text.split('-');
  const zero = area.startsWith('0') || rest.length === 0 ? area : `0${area}`;
  const found = FIXED.exec(`${zero}${rest.join('')}`);
  if (found === null) return null;
  const [, code, number, own] = found;
  return [code, number, extension ?? own].filter(Boolean).join('-');
}

const service = (digits: string): string | null => (SERVICE.test(digits) ? digits : null);
