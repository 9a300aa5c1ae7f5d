import { cleanText, hasControl } from '../text/clean.ts';

const CONTROL = /[\u0000-\u0008\u000E-\u001F\u007F-\u009F\uFDD0-\uFDEF\uFFFE\uFFFF]/u;

/**
 * A text as a register keeps it: cleaned like every other (core/text/clean.ts) and trimmed. `fault`: why it can't be kept, for
 * control characters and halves of characters, which come from damaged files; taking them out would hide the damage.
 */
export function plainText(given: string): { text: string; fault?: string } {
  const text = cleanText(given).trim();
  if (!given.isWellFormed()) return { text, fault: '含有不完整的字符，请重新填写' };
  // NEL is a line end and no control character to whoever wrote it.
  const control = CONTROL.exec(given.replaceAll('\u0085', '\n'));
  if (control) return { text, fault: `含有控制字符（${codePoint(control[0])}），请删除后重新填写` };
  return hasControl(text) ? { text, fault: '含有控制字符，请删除后重新填写' } : { text };
}

const codePoint = (character: string): string =>
  `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
