import { isEnding, kindOf } from './kinds.ts';

const LONGEST = 120;
/** Control characters, halves of surrogate pairs, marks that turn the reading direction, and letters of no width. */
const UNSEEN =
  /[\p{Cc}\p{Cs}\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff]|[\u{e0000}-\u{e0fff}]/gu;
/** What Windows, where case files are unpacked, has no place for in a name. */
const FORBIDDEN = /[/\\:*?"<>|]/g;
/**
 * The person's own name of a file, fit to be shown, stored and unpacked: in composed form, without characters that nobody
 * sees, and with the ending of what the file is: `公告.html` that holds a PDF is `公告.pdf`.
 */
export function cleanName(given: string, mime: string): string {
  const kind = kindOf(mime);
  const plain = given
    .normalize('NFC')
    .replace(UNSEEN, '')
    .replace(FORBIDDEN, '_')
    .replace(/\s+/g, ' ')
    .replace(/^\s+|[\s.]+$/g, '');
  const { stem, ending } = parted(plain);
  const fits = kind === undefined || kind.endings.includes(ending.toLowerCase());
  const shown = fits ? ending : kind.endings[0];
  const own = stem.replace(/^[\s.]+/, '');
  const kept = [...(own || (kind?.group === 'picture' ? '照片' : '附件'))].slice(0, LONGEST).join('').trim();
  return shown === '' ? kept : `${kept}.${shown}`;
}

/** A name and its ending; the dots of “v1.2” and “1.安全检查” set off none. */
function parted(name: string): { stem: string; ending: string } {
  const dot = name.lastIndexOf('.');
  const ending = dot < 0 ? '' : name.slice(dot + 1);
  return isEnding(ending)
    ? { stem: name.slice(0, dot).replace(/[\s.]+$/, ''), ending }
    : { stem: name, ending: '' };
}
