import { machineLine } from '../text/clean.ts';
import { isEnding, kindOf } from './kinds.ts';

const LONGEST = 120;
/** What a decoding or an editor leaves where it had nothing better: in a text it tells of damage, in a name of nothing. */
const STAND_INS = /[\ufffc\ufffd]/g;
/** What Windows, where case files are unpacked, has no place for in a name. */
const FORBIDDEN = /[/\\:*?"<>|]/g;
/**
 * The person's own name of a file, fit to be shown, stored and unpacked: in composed form, without characters that nobody
 * sees, and with the ending of what the file is: `公告.html` that holds a PDF is `公告.pdf`. `cleanFileName` (core/text/clean.ts),
 * for names that forms repeat, changes nothing of such a name.
 */
export function cleanName(given: string, mime: string): string {
  const kind = kindOf(mime);
  const plain = machineLine(given)
    .replace(STAND_INS, '')
    .replace(FORBIDDEN, '_')
    .replace(/\s+/g, ' ')
    .replace(/^\s+|[\s.]+$/g, '');
  const { stem, ending } = parted(plain);
  const fits = kind === undefined || kind.endings.includes(ending.toLowerCase());
  const shown = fits ? ending : kind.endings[0];
  const own = stem.replace(/^[\s.]+/, '');
  const cut = [...(own || (kind?.group === 'picture' ? '照片' : '附件'))].slice(0, LONGEST).join('');
  // Once more, because the cut may part what an invisible joiner held together.
  const kept = machineLine(cut).trim();
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
