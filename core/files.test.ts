import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { filePath, readFile, storeFile } from './files.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bihuan-files-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the file store', () => {
  test('gives back what was kept, under the hash of its content, once', async () => {
    const bytes = Buffer.from('整改后照片');
    const [first, second] = await Promise.all([storeFile(folder, bytes), storeFile(folder, bytes)]);
    expect(first).toBe(second);
    expect(Buffer.from(await readFile(folder, first)).equals(bytes)).toBe(true);
    expect(readdirSync(dirname(filePath(folder, first)))).toEqual([first.slice(2)]);
  });
  test('writes a file anew that a crash had left short', async () => {
    const bytes = Buffer.from('another picture');
    const sha256 = await storeFile(folder, bytes);
    writeFileSync(filePath(folder, sha256), 'half');
    await storeFile(folder, bytes);
    expect(Buffer.from(await readFile(folder, sha256)).toString()).toBe('another picture');
  });
  test('has no file under a name that is no hash, wherever it leads', async () => {
    for (const name of ['../../etc/passwd', 'A'.repeat(64), '', 'a'.repeat(63)])
      await expect(readFile(folder, name)).rejects.toMatchObject({ status: 404 });
    await expect(readFile(folder, 'f'.repeat(64))).rejects.toMatchObject({ status: 404 });
  });
});
