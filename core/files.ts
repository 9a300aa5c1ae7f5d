import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile as read, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { notFound } from './errors.ts';

/**
 * The file store: every file once, named by the SHA-256 of its content, below `<dataDir>/files/`. What the database
 * says about a file (`file.sha256`) can therefore be checked against the bytes at any time.
 */
let root: string | undefined;

/** Tell this process where the installation keeps its data; once, at start. */
export function setFilesRoot(dataDir: string): void {
  root = dataDir;
}

/** The data folder of this installation. Throws when nobody has set it. */
export function filesRoot(): string {
  if (root === undefined) throw new Error('the data folder is not set: call setFilesRoot first');
  return root;
}

/** Where a file lies: `<dataDir>/files/ab/cdef…`. Throws 404 on anything that is no lower-case SHA-256 in hex. */
export function filePath(dataDir: string, sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw notFound('没有这个文件');
  return path.join(dataDir, 'files', sha256.slice(0, 2), sha256.slice(2));
}

/**
 * Keep bytes, durably: written beside, flushed, then renamed into place, so that a file is there whole or not at all.
 * The same bytes again cost one look. Returns their SHA-256 in hex.
 */
export async function storeFile(dataDir: string, bytes: Uint8Array): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const place = filePath(dataDir, sha256);
  const there = await stat(place).catch(() => undefined);
  if (there?.size === bytes.length) return sha256;
  await mkdir(path.dirname(place), { recursive: true });
  const beside = `${place}.${randomUUID()}`;
  const handle = await open(beside, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, place);
  return sha256;
}

/** The bytes of a kept file. Throws 404 when there is none of that hash. */
export async function readFile(dataDir: string, sha256: string): Promise<Uint8Array> {
  try {
    return await read(filePath(dataDir, sha256));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw notFound('没有这个文件');
    throw error;
  }
}
