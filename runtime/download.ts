import { createHash } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { withFileLock } from './file-lock.ts';

/** One file to fetch once. `sums` are what its content must hash to, in hex; at least one is needed. */
export interface Download {
  url: string;
  file: string;
  sums: { sha1?: string; sha256?: string };
  /** Called with bytes so far and in all (0 if the server does not say). */
  onProgress?: (done: number, total: number) => void;
  /** How often a broken connection is taken up again before giving up; default 5. */
  attempts?: number;
}

/** The content is complete but is not what it must be; fetching on cannot mend that. */
export class ChecksumError extends Error {}

/**
 * Fetches a file, unless it is there already. What an earlier, broken try left in `<file>.part` is continued by a
 * Range request; only content with the right sums gets the final name. Two processes that want the same file take
 * turns. Throws ChecksumError for wrong content, Error for a server that refuses or cannot be reached.
 */
export async function download(plan: Download): Promise<void> {
  if (existsSync(plan.file)) return;
  mkdirSync(path.dirname(plan.file), { recursive: true });
  await withFileLock(`${plan.file}.lock`, async () => {
    if (existsSync(plan.file)) return;
    const part = `${plan.file}.part`;
    await fetchPersistently(plan, part);
    await verify(part, plan);
    renameSync(part, plan.file);
  });
}

async function fetchPersistently(plan: Download, part: string): Promise<void> {
  const attempts = plan.attempts ?? 5;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await fetchRest(plan, part);
    } catch (error) {
      if (error instanceof Refused || attempt >= attempts) {
        throw new Error(`下载失败：${plan.url}（${reason(error)}）；再次启动会从断点继续。`);
      }
      await sleep(Math.min(500 * 2 ** attempt, 10_000));
    }
  }
}

class Refused extends Error {}

const stallMs = 60_000;

async function fetchRest(plan: Download, part: string): Promise<void> {
  const have = statSync(part, { throwIfNoEntry: false })?.size ?? 0;
  const silence = new AbortController();
  let alarm = setTimeout(() => silence.abort(), stallMs);
  try {
    const headers: Record<string, string> = { 'accept-encoding': 'identity' };
    if (have > 0) headers.range = `bytes=${have}-`;
    const response = await fetch(plan.url, { headers, signal: silence.signal });
    // 416: nothing is left after what we have; the checksum will tell whether that is the whole file.
    if (response.status === 416 && have > 0) return void (await response.body?.cancel());
    if (!response.ok || !response.body) {
      const busy = response.status >= 500 || response.status === 429;
      throw new (busy ? Error : Refused)(`服务器答复 ${response.status}`);
    }
    const from = response.status === 206 ? have : 0;
    const total = from + Number(response.headers.get('content-length') ?? 0);
    let done = from;
    const body = Readable.fromWeb(response.body as import('node:stream/web').ReadableStream);
    body.on('data', (chunk: Buffer) => {
      done += chunk.length;
      clearTimeout(alarm);
      alarm = setTimeout(() => silence.abort(), stallMs);
      plan.onProgress?.(done, total);
    });
    await pipeline(body, createWriteStream(part, { flags: from > 0 ? 'a' : 'w' }));
    if (total > from && done < total) throw new Error(`连接中断于 ${done}/${total} 字节`);
  } finally {
    clearTimeout(alarm);
  }
}

async function verify(part: string, plan: Download): Promise<void> {
  for (const [algorithm, expected] of Object.entries(plan.sums)) {
    const found = await hashFile(part, algorithm);
    if (found === expected) continue;
    // Nothing of it can be trusted as a beginning either.
    rmSync(part, { force: true });
    throw new ChecksumError(
      `${path.basename(plan.file)} 的 ${algorithm} 校验不符：应为 ${expected}，实为 ${found}；已删除，请重试。`,
    );
  }
}

/** Hash of a file's content in hex. In: path, algorithm name as `node:crypto` knows it. */
export async function hashFile(file: string, algorithm: string): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

function reason(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}
