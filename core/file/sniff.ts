import { fileTypeFromBuffer } from 'file-type';
import { decoded, markedEncoding } from '../text/encoding.ts';

/** Types that file-type names otherwise than the table does (core/file/kinds.ts). */
const SAME: Record<string, string> = {
  'audio/x-m4a': 'audio/mp4',
  'video/x-m4v': 'video/mp4',
  'video/3gpp2': 'video/3gpp',
  'audio/vnd.wave': 'audio/wav',
  'audio/ogg; codecs=opus': 'audio/ogg',
  'video/vnd.avi': 'video/x-msvideo',
  'audio/x-ms-asf': 'audio/x-ms-wma',
  'video/x-ms-asf': 'video/x-ms-wmv',
  'image/heic-sequence': 'image/heic',
  'image/heif-sequence': 'image/heif',
};

/**
 * What a file is by its content, in the words of the table of kinds; undefined when its content says nothing. The name
 * counts for one thing only: plain text has no marks of its own, so it is text where the name says `.txt`.
 */
export async function sniff(bytes: Uint8Array, name: string): Promise<string | undefined> {
  // Text may begin as other kinds do (BM, ID3, the mark of UTF-16): what reads as text to its end is text.
  if (/\.txt$/i.test(name) && isText(bytes)) return 'text/plain';
  const found = isWide(bytes) ? undefined : await fileTypeFromBuffer(bytes).catch(() => undefined);
  if (found === undefined) return undefined;
  const mime = SAME[found.mime] ?? found.mime;
  if (mime === 'application/x-cfb') return officeOf(bytes);
  if (mime === 'application/zip') return isOfd(bytes) ? 'application/ofd' : mime;
  if (mime === 'video/mp4' || mime === 'video/3gpp')
    return withoutPicture(bytes) ? mime.replace('video', 'audio') : mime;
  return mime;
}

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const STREAMS: readonly [name: Buffer, mime: string][] = [
  [utf16('WordDocument'), 'application/msword'],
  [utf16('Workbook'), 'application/vnd.ms-excel'],
  [utf16('PowerPoint Document'), 'application/vnd.ms-powerpoint'],
];

/** Old Office files and those of WPS are one container; the names of its streams tell them apart. */
function officeOf(bytes: Uint8Array): string {
  const all = view(bytes);
  return STREAMS.find(([name]) => all.includes(name))?.[1] ?? 'application/x-cfb';
}

/** A paper of the national format GB/T 33190 is a ZIP with OFD.xml at its root. */
const isOfd = (bytes: Uint8Array): boolean => view(bytes).subarray(0, 4096).includes('OFD.xml');

/** Recorders write sound alone into containers of films: a track of sound and none of pictures. */
function withoutPicture(bytes: Uint8Array): boolean {
  const all = view(bytes);
  const tracks = new Set<string>();
  for (let at = all.indexOf('hdlr'); at >= 0; at = all.indexOf('hdlr', at + 4))
    tracks.add(all.toString('latin1', at + 12, at + 16));
  return tracks.has('soun') && !tracks.has('vide');
}

/** The mark of UTF-16 text is also how a frame of an MP3 may begin; the letters behind it tell. */
const isWide = (bytes: Uint8Array): boolean => {
  const encoding = markedEncoding(bytes);
  return encoding !== undefined && reads(bytes.subarray(0, 4096), encoding, true);
};

/** Text in UTF-8, GB 18030 or, with its mark, UTF-16, without control characters. */
const isText = (bytes: Uint8Array): boolean =>
  bytes.length > 0 &&
  [markedEncoding(bytes) ?? [], 'utf-8', 'gb18030'].flat().some((encoding) => reads(bytes, encoding));

function reads(bytes: Uint8Array, encoding: string, cut = false): boolean {
  const text = decoded(bytes, encoding, cut);
  return text !== undefined && !/[\u0000-\u0008\u000e-\u001f\u007f]/.test(text);
}

const view = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
