import { shown, type ZipEntry } from './report.ts';

/*
 * Part of the offline verifier of exported case files: node: imports and its own parts only, for it travels in every
 * export (see ../bundle.ts). Constructs that need more than taking types off are out.
 */

/** More entries than any case file has. */
const MAX_ENTRIES = 20_000;

// --- the archive: entries stored as they are, one after the other, then the directory (PKWARE APPNOTE 4.3) ---

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const UTF8_NAMES = 0x0800;
const VERSION = 20;
/** 1980-01-01 00:00, the earliest an archive can say: the same file must give the same bytes. */
const DOS_DATE = 0x21;

const CRC = new Uint32Array(256).map((_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});

function crc32(data: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of data) crc = CRC[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Write an archive of stored entries. The same entries in the same order always give the same bytes. */
export function writeZip(entries: readonly ZipEntry[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data } of entries) {
    const path = Buffer.from(name, 'utf8');
    const common = Buffer.alloc(26);
    common.writeUInt16LE(VERSION, 0);
    common.writeUInt16LE(UTF8_NAMES, 2);
    common.writeUInt16LE(DOS_DATE, 8);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(path.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    parts.push(word(LOCAL), common, path, Buffer.from(data.buffer, data.byteOffset, data.length));
    directory.push(word(CENTRAL), short(VERSION), common, tail, path);
    offset += 30 + path.length + data.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(
    directory.reduce((sum, part) => sum + part.length, 0),
    8,
  );
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, ...directory, word(END), end]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function short(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

/** The entries in file order, as far as they can be read, and what is wrong with the archive as such. */
export function readZip(bytes: Uint8Array): { entries: ZipEntry[]; faults: string[] } {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const entries: ZipEntry[] = [];
  const faults: string[] = [];
  let at = 0;
  while (at + 30 <= file.length && file.readUInt32LE(at) === LOCAL && entries.length <= MAX_ENTRIES) {
    const start = at + 30 + file.readUInt16LE(at + 26) + file.readUInt16LE(at + 28);
    const end = start + file.readUInt32LE(at + 18);
    if (end > file.length) {
      faults.push('压缩包被截断');
      break;
    }
    const name = file.subarray(at + 30, at + 30 + file.readUInt16LE(at + 26)).toString('utf8');
    if (file.readUInt16LE(at + 8) !== 0) faults.push(`条目“${shown(name)}”被重新压缩，不是导出时的原件`);
    entries.push({ name, data: file.subarray(start, end) });
    at = end;
  }
  if (entries.length > MAX_ENTRIES) faults.push('条目过多');
  const names = entries.map((entry) => entry.name);
  for (const name of new Set(names)) {
    if (/(^|[\\/])\.\.([\\/]|$)|^[\\/]|\\|^[A-Za-z]:|\p{Cc}/u.test(name))
      faults.push(`条目名不合规：${shown(name)}`);
    if (names.indexOf(name) !== names.lastIndexOf(name)) faults.push(`条目重复：${shown(name)}`);
  }
  // Frame and directory are ours to the last byte, or somebody has been at them.
  if (faults.length === 0 && !file.equals(writeZip(entries)))
    faults.push(entries.length > 0 && at >= file.length ? '压缩包被截断' : '压缩包结构被改动或截断');
  return { entries, faults };
}
