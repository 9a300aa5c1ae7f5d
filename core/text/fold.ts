import { UNSEEN_RANGES } from './unseen.ts';

// Migration 020 finds it here.
export { UNSEEN_RANGES };

/** Full-width letters, digits and signs as their half-width selves. No superscript or circled digit becomes one. */
export const halfWidth = (text: string): string =>
  text
    .replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ');

/** A number of a paper or ticket: full-width letters, digits and hyphens as half-width; brackets stay as they are written. */
export const codeOf = (text: string): string =>
  text.replace(/[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff0d\uff3f]/g, halfWidth).trim();

/** Signs that are written in several ways, each with the one they are compared as. Radicals as PDFs hold them. */
export const SAME_SIGNS: [one: string, others: string][] = [
  ['·', '•・‧∙⋅･᛫﹒●'],
  ['(', '（〔[［【〖「『《〈﹙﹝{｛<'],
  [')', '）〕]］】〗」』》〉﹚﹞}｝>'],
  ['-', '‐‑‒–—―−－﹣─ー~～〜'],
  ["'", '‘’‛`´′'],
  ['"', '“”„‟″＂'],
  [',', '，、､﹐﹑'],
  ['.', '。｡．'],
  [':', '：﹕∶'],
  [';', '；﹔'],
];
const RADICALS =
  '⺠民⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟⺟母⻁虎⻗雨⺒巳⺝月';

/** `from` and `to` of the small table, character by character; what has no partner in `to` is left out. */
export const FOLD = {
  from:
    SAME_SIGNS.map(([, others]) => others).join('') + [...RADICALS].filter((_, i) => i % 2 === 0).join(''),
  to:
    SAME_SIGNS.map(([one, others]) => one.repeat([...others].length)).join('') +
    [...RADICALS].filter((_, i) => i % 2 === 1).join(''),
};
const table = new Map([...FOLD.from].map((char, i) => [char, [...FOLD.to][i]!]));
const unseen = new RegExp(
  `[${UNSEEN_RANGES.map(([a, b]) => `\\u{${a.toString(16)}}-\\u{${b.toString(16)}}`).join('')}]`,
  'gu',
);
const mapped = (text: string): string => [...text].map((char) => table.get(char) ?? char).join('');

/**
 * A text as it is compared and searched: width, letter case, compatibility forms (NFKC: Kangxi radicals, ㈱, ①), brackets,
 * middle dots, dashes and invisible characters make no difference. Only for comparing, never for storing. The database's
 * `fold_text` does the same (migration 027; a test holds them together), so a sign that is added here needs a migration.
 * Not core/secret/fold.ts, which says why it is another.
 */
export function fold(text: string): string {
  const seen = mapped(text.replace(unseen, '')).normalize('NFKC').toLowerCase();
  return mapped(seen).replace(/\s+/g, ' ').trim();
}

/** Names of firms, units and people are one when this is: also blanks make no difference then. */
export const nameKey = (text: string): string => fold(text).replaceAll(' ', '');
