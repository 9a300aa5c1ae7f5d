import { BREAKS, CONTROL, UNSEEN } from './unseen.ts';

/** How much of a text may stand on lines of its own: a one-line field holds none. */
export type Lines = 'line' | 'lines';

/** What most texts consist of; such a text is as it should be and is not looked at further. */
const ORDINARY = /^[\t\x20-\x7e\u00b7\u2014\u2018-\u201d\u2026\u3001-\u3015\u4e00-\u9fff\uff01-\uff5e]*$/;

/**
 * The one way in which a text is made ready to be stored, whoever sends it: line ends and soft breaks (Windows, Word, WeChat)
 * become `\n`, or a blank in a one-line field; what nobody can see is taken out (zero width, direction, halves of
 * characters) but for what holds an emoji or a Han variant together; the blank cell of Braille, which looks like any blank, is
 * one; letters are composed (NFC). Nothing else is changed.
 * Control characters stay, for the caller to refuse (`hasControl`) or to take out (`withoutControl`).
 * Doing it twice changes nothing, and no text becomes longer.
 */
export function cleanText(text: string, lines: Lines = 'lines'): string {
  if (ORDINARY.test(text)) return text;
  const seen = text
    .replace(UNSEEN, (_, kept: string | undefined) => kept ?? '')
    .replace(BREAKS, '\n')
    .replaceAll('\u2800', ' ');
  const composed = seen.normalize('NFC');
  // A few signs fall apart in NFC for good; then the text stays as it was written.
  const sound = composed.length <= seen.length ? composed : seen;
  return lines === 'line' ? sound.replaceAll('\n', ' ') : sound;
}

/** Whether a cleaned text holds control characters other than newline and tab; nobody types those. */
export const hasControl = (text: string): boolean => CONTROL.test(text);

/** For senders that nobody can ask to correct their text (12345): control characters are taken out. */
export const withoutControl = (text: string): string => text.replace(new RegExp(CONTROL, 'g'), '');

/** One line that a machine made (name of a file, address of a device): nobody can be asked to type it anew. */
export const machineLine = (text: string): string => withoutControl(cleanText(text, 'line'));

/**
 * A name of a file as a form gives it: one line without signs that mean a folder, at most 200 characters with its ending.
 * A form only repeats the name and knows nothing of the content; the name that is stored, shown and unpacked is made when
 * the file is uploaded, with the ending of what it is and without what Windows forbids (core/file/name.ts).
 */
export function cleanFileName(name: string): string {
  const plain = machineLine(name).replace(/[/\\]/g, '_').trim();
  const characters = [...plain];
  if (characters.length <= FILE_NAME) return plain;
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(plain)?.[0] ?? '';
  return characters.slice(0, FILE_NAME - ending.length).join('') + ending;
}
const FILE_NAME = 200;
