import type { Readable } from 'node:stream';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { Refused } from './types.ts';

const ENTRIES_MAX = 4096;

/** The parts of a workbook by name. */
export interface Parts {
  has(name: string): boolean;
  /** The part's bytes, piece by piece. Ends in `Refused` once all parts together are larger than allowed. */
  read(name: string): AsyncIterable<Uint8Array>;
}

/**
 * Open a zip. Nothing is unpacked before it is asked for, and bytes are counted while they are unpacked: the sizes that
 * the file itself states are not believed. Throws `Refused` for what is no zip, or one with too many or locked parts.
 */
export async function openParts(bytes: Uint8Array, unpackedMax: number): Promise<Parts> {
  const zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
    lazyEntries: true,
    autoClose: false,
  }).catch(() => {
    throw new Refused('不是可读的 .xlsx 文件');
  });
  const entries = await listed(zip);
  let unpacked = 0;
  async function* read(name: string): AsyncIterable<Uint8Array> {
    const entry = entries.get(name);
    if (entry === undefined) throw new Refused('文件不完整，请用 Excel 或 WPS 重新另存为 .xlsx');
    const stream: Readable = await zip.openReadStreamPromise(entry);
    try {
      for await (const piece of stream as AsyncIterable<Uint8Array>) {
        unpacked += piece.byteLength;
        if (unpacked > unpackedMax) throw new Refused('文件解压后过大，请删去多余的行、格式和工作表后再上传');
        yield piece;
      }
    } finally {
      stream.destroy();
    }
  }
  return { has: (name) => entries.has(name), read };
}

async function listed(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    if (entries.has(entry.fileName) || entries.size >= ENTRIES_MAX)
      throw new Refused('不是可读的 .xlsx 文件');
    if (entry.isEncrypted()) throw new Refused('文件加了密码，请取消密码后再上传');
    entries.set(entry.fileName, entry);
  }
  return entries;
}
