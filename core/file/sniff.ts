import { fileTypeFromBuffer } from 'file-type';

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
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  if (found === undefined) return /\.txt$/i.test(name) && isText(bytes) ? 'text/plain' : undefined;
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

/** Text in UTF-8 or GB 18030 without control characters. */
function isText(bytes: Uint8Array): boolean {
  if (bytes.length === 0) return false;
  return ['utf-8', 'gb18030'].some((encoding) => {
    try {
      return !/[\u0000-\u0008\u000e-\u001f\u007f]/.test(
        new TextDecoder(encoding, { fatal: true }).decode(bytes),
      );
    } catch {
      return false;
    }
  });
}

const view = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
