/**
 * What nobody sees in a text. The one home of these lists; each user takes the one that fits what it does:
 *
 * - storing (clean.ts, and by it names of files, registers, addresses of devices): `UNSEEN`, which leaves alone what holds
 *   an emoji or a variant of a Han character together. `CONTROL` and `NONCHARACTER` are refused where a person can be asked
 *   to type anew, and taken out where nobody can;
 * - looking for a secret (core/secret): `IGNORED`, without exception, because a name must be found whatever was put into it;
 * - searching (fold.ts): `UNSEEN_RANGES`, which the database has by heart.
 */

/** Format characters (zero width, direction, soft hyphen, tags, selectors of a variant) and what else has no looks. */
export const IGNORED = '\\p{Default_Ignorable_Code_Point}\\p{Cf}';

/** What such characters are for: flags of regions, joined emoji, key caps, Han variants that tell one name from another. */
const MEANT = [
  '\\u{1f3f4}[\\u{e0030}-\\u{e007a}]{2,6}\\u{e007f}',
  '\\p{Extended_Pictographic}(?:[\\ufe0e\\ufe0f]|\\p{Emoji_Modifier})?(?:\\u200d\\p{Extended_Pictographic}(?:[\\ufe0e\\ufe0f]|\\p{Emoji_Modifier})?)*',
  '[#*0-9]\\ufe0f\\u20e3',
  '\\p{Script=Han}[\\ufe00-\\ufe0d\\u{e0100}-\\u{e01ef}]',
];

/**
 * To be replaced by its only group: what is meant stays; ignored characters, the two noncharacters that XML can't hold and
 * halves of surrogate pairs go. Arabic signs and the like are of class Cf, but are seen, so that class is not named here.
 */
export const UNSEEN = new RegExp(
  `(${MEANT.join('|')})|[\\p{Default_Ignorable_Code_Point}\\ufff9-\\ufffb\\ufffe\\uffff\\p{Surrogate}]`,
  'gu',
);

/** Ends of a line, however they are written. */
export const BREAKS = /\r\n?|[\v\f\u0085\u2028\u2029]/g;

/** Control characters other than newline and tab, in a text whose line ends are `\n`. */
export const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

/** Places of Unicode that are never a character: what stands there came out of a damaged file. */
export const NONCHARACTER = /[\ufdd0-\ufdef\ufffe\uffff]/;

/**
 * Left out of a comparison, as ranges of code points. Narrower than the other lists and without those above U+FFFF: it is
 * what `fold_text` (migration 027) leaves out, by which rows are stored and indexed. Change both or none.
 */
export const UNSEEN_RANGES: [number, number][] = [
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
];
