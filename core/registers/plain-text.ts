import { cleanText } from '../text/clean.ts';
import { BREAKS, CONTROL, NONCHARACTER } from '../text/unseen.ts';

const DAMAGED = new RegExp(`${CONTROL.source}|${NONCHARACTER.source}`);

/**
 * A text as a register keeps it: cleaned like every other (core/text/clean.ts) and trimmed. `fault`: why it can't be kept, for
 * control characters and halves of characters, which come from damaged files; taking them out would hide the damage.
 */
export function plainText(given: string): { text: string; fault?: string } {
  const text = cleanText(given).trim();
  if (!given.isWellFormed()) return { text, fault: '含有不完整的字符，请重新填写' };
  // Looked for in what was given: cleaning takes some of them out. VT, FF and NEL are line ends to whoever wrote them.
  const damage = DAMAGED.exec(given.replace(BREAKS, '\n'));
  return damage ? { text, fault: `含有控制字符（${codePoint(damage[0])}），请删除后重新填写` } : { text };
}

const codePoint = (character: string): string =>
  `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
