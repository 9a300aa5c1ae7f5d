import { IGNORED } from '../text/unseen.ts';

/*
 * Folding to find a person's name or number in any text and to mask that very stretch. It is not `fold` of core/text/fold.ts,
 * with which rows are stored and searched, and can't be had from it by options:
 * - it goes character by character and remembers where each came from, for the mask; `fold` normalises the text as a whole;
 * - it must find what somebody hides, so blanks and dots between Chinese characters fall out and digits are read in every
 *   writing, whereas `fold` keeps words apart and must answer to the letter what the database's `fold_text` answers;
 * - it may be widened at any time; `fold` only with a migration of all that was stored by it.
 * What nobody sees has one home for both: core/text/unseen.ts.
 */

/** A stretch of a text, as indexes of the text itself. */
export type Stretch = readonly [from: number, to: number];

/** A folded text: what is compared, and from which stretch of the original each unit came. */
interface Folded {
  text: string;
  from: number[];
  to: number[];
}

const HAN = /\p{Script=Han}/u;
/** What people put between the characters of a name, to set it or to hide it. */
const BETWEEN = /[\s·•・‧∙･\-‐-―_/|*+]/u;
const INVISIBLE = new RegExp(`[${IGNORED}]`, 'u');

/** Each character as it is meant: width, compatibility forms and case folded, invisible ones gone; where it came from. */
function units(text: string): { char: string; from: number; to: number }[] {
  const found: { char: string; from: number; to: number }[] = [];
  let from = 0;
  for (const point of text) {
    const to = from + point.length;
    const code = point.codePointAt(0)!;
    if ((code >= 0x4e00 && code <= 0x9fff) || (code > 0x20 && code < 0x41) || (code >= 0x61 && code < 0x7f))
      found.push({ char: point, from, to });
    else if (!INVISIBLE.test(point))
      for (const char of point.normalize('NFKC').toLowerCase()) found.push({ char, from, to });
    from = to;
  }
  return found;
}

/** For names: what stands between two Chinese characters falls out, other blanks become one. */
export function foldName(text: string): Folded {
  const all = units(text);
  const folded: Folded = { text: '', from: [], to: [] };
  const keep = (char: string, { from, to }: { from: number; to: number }) => {
    folded.text += char;
    for (let i = 0; i < char.length; i += 1) {
      folded.from.push(from);
      folded.to.push(to);
    }
  };
  for (let i = 0; i < all.length;) {
    if (!BETWEEN.test(all[i]!.char)) {
      keep(all[i]!.char, all[i]!);
      i += 1;
      continue;
    }
    let next = i;
    while (next < all.length && BETWEEN.test(all[next]!.char)) next += 1;
    const inside = HAN.test(folded.text.slice(-2)) && next < all.length && HAN.test(all[next]!.char);
    if (!inside) keep(/\s/.test(all[i]!.char) ? ' ' : all[i]!.char, all[i]!);
    i = inside || /\s/.test(all[i]!.char) ? next : i + 1;
  }
  return folded;
}

const CHINESE_DIGITS = '〇一二三四五六七八九';
const SPOKEN: Record<string, string> = { 零: '0', 幺: '1', 两: '2', 壹: '1', 贰: '2', 叁: '3', 肆: '4', 伍: '5', 陆: '6', 柒: '7', 捌: '8', 玖: '9', '○': '0' }; // prettier-ignore
/** What people put between the digits of a number. */
const SEPARATOR = /[\s·•・.\-‐-―_/|*()[\]、,，:#]/u;
/** So many in a row still belong to one number. */
const WIDEST_GAP = 4;

function digitOf(char: string): string | undefined {
  if (char >= '0' && char <= '9') return char;
  const at = CHINESE_DIGITS.indexOf(char);
  return at >= 0 ? String(at) : SPOKEN[char];
}

/** Seven digits with little between them, in a text folded as a whole: worth a closer look. */
export const MAY_HOLD_NUMBER = new RegExp(
  `(?:[0-9〇一二三四五六七八九零幺两壹贰叁肆伍陆柒捌玖○][\\s${IGNORED}·•・.\\-‐-―_/|*()[\\]、,，:#]{0,12}){7}`,
  'u',
);

/** A run of digits that may be one number, however it is written. */
export interface Run {
  digits: string;
  from: number[];
  to: number[];
  /** Something stands between this digit and the one before. */
  parted: boolean[];
}

/** The runs of at least `shortest` digits in a text. */
export function digitRuns(text: string, shortest: number): Run[] {
  const runs: Run[] = [];
  let run: Run = { digits: '', from: [], to: [], parted: [] };
  let gap = 0;
  const end = () => {
    if (run.digits.length >= shortest) runs.push(run);
    run = { digits: '', from: [], to: [], parted: [] };
  };
  for (const { char, from, to } of units(text)) {
    const digit = digitOf(char);
    if (digit !== undefined) {
      run.digits += digit;
      run.from.push(from);
      run.to.push(to);
      run.parted.push(gap > 0 && run.digits.length > 1);
      gap = 0;
    } else if (SEPARATOR.test(char) && gap < WIDEST_GAP) gap += 1;
    else {
      end();
      gap = 0;
    }
  }
  end();
  return runs;
}
