/** How much of a text may stand on lines of its own: a one-line field holds none. */
export type Lines = 'line' | 'lines';

/** What most texts consist of; such a text is as it should be and is not looked at further. */
const ORDINARY = /^[\t\x20-\x7e\u00b7\u2014\u2018-\u201d\u2026\u3001-\u3015\u4e00-\u9fff\uff01-\uff5e]*$/;

/**
 * What nobody sees and what is no character: format characters (zero width, direction, soft hyphen, tags), noncharacters that
 * XML can't hold, halves of surrogate pairs. The first three alternatives are what such characters are for: flags of
 * regions, joined emoji, key caps, and the variants of a Han character by which a name is told from another.
 */
const UNSEEN = new RegExp(
  [
    '(\\u{1f3f4}[\\u{e0030}-\\u{e007a}]{2,6}\\u{e007f}',
    '|\\p{Extended_Pictographic}(?:[\\ufe0e\\ufe0f]|\\p{Emoji_Modifier})?(?:\\u200d\\p{Extended_Pictographic}(?:[\\ufe0e\\ufe0f]|\\p{Emoji_Modifier})?)*',
    '|[#*0-9]\\ufe0f\\u20e3',
    '|\\p{Script=Han}[\\ufe00-\\ufe0d\\u{e0100}-\\u{e01ef}])',
    '|[\\p{Default_Ignorable_Code_Point}\\ufff9-\\ufffb\\ufffe\\uffff\\p{Surrogate}]',
  ].join(''),
  'gu',
);

const BREAKS = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

/**
 * The one way in which a text is made ready to be stored, whoever sends it: line ends and soft breaks (Windows, Word, WeChat)
 * become `\n`, or a blank in a one-line field; what nobody can see is taken out (zero width, direction, halves of
 * characters) but for what holds an emoji or a Han variant together; letters are composed (NFC). Nothing else is changed.
 * Control characters stay, for the caller to refuse (`hasControl`) or to take out (`withoutControl`).
 * Doing it twice changes nothing, and no text becomes longer.
 */
export function cleanText(text: string, lines: Lines = 'lines'): string {
  if (ORDINARY.test(text)) return text;
  const seen = text.replace(UNSEEN, (_, kept: string | undefined) => kept ?? '').replace(BREAKS, '\n');
  const composed = seen.normalize('NFC');
  // A few signs fall apart in NFC for good; then the text stays as it was written.
  const sound = composed.length <= seen.length ? composed : seen;
  return lines === 'line' ? sound.replaceAll('\n', ' ') : sound;
}

/** Whether a cleaned text holds control characters other than newline and tab; nobody types those. */
export const hasControl = (text: string): boolean => CONTROL.test(text);

/** For senders that nobody can ask to correct their text (12345): control characters are taken out. */
export const withoutControl = (text: string): string => text.replace(new RegExp(CONTROL, 'g'), '');

/** A name of a file: one line without signs that mean a folder, at most 200 characters with its ending kept. */
export function cleanFileName(name: string): string {
  const plain = withoutControl(cleanText(name, 'line')).replace(/[/\\]/g, '_').trim();
  const characters = [...plain];
  if (characters.length <= FILE_NAME) return plain;
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(plain)?.[0] ?? '';
  return characters.slice(0, FILE_NAME - ending.length).join('') + ending;
}
const FILE_NAME = 200;
