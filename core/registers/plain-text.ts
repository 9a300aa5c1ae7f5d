/** Line ends of all kinds; Word and PowerPoint write soft breaks as vertical tabs. */
const LINE_ENDS = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
/** What is not seen and changes what a text is taken for: zero-width characters, marks of direction, tags. */
const INVISIBLE =
  /[\u00AD\u061C\u180E\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;
/** Joiners that don't join two pictures of an emoji. */
const LOOSE_JOINER = /(?<!\p{Extended_Pictographic}\uFE0F?)\u200D|\u200D(?!\p{Extended_Pictographic})/gu;
const CONTROL = /[\u0000-\u0008\u000E-\u001F\u007F-\u009F\uFDD0-\uFDEF\uFFFE\uFFFF]/u;

/**
 * A text as a register keeps it: line ends as \n, without what nobody can see, trimmed. `fault`: why it can't be kept, for
 * control characters and halves of characters, which come from damaged files; taking them out would hide the damage.
 */
export function plainText(given: string): { text: string; fault?: string } {
  const text = given.replace(LINE_ENDS, '\n').replace(INVISIBLE, '').replace(LOOSE_JOINER, '').trim();
  const control = CONTROL.exec(text);
  if (control) return { text, fault: `含有控制字符（${codePoint(control[0])}），请删除后重新填写` };
  if (!text.isWellFormed()) return { text, fault: '含有不完整的字符，请重新填写' };
  return { text };
}

const codePoint = (character: string): string =>
  `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
