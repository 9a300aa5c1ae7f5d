import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { ChecksumError, download } from './download.ts';
import type { Download } from './download.ts';

const content = randomBytes(300_000);
const sha1 = createHash('sha1').update(content).digest('hex');
const sha256 = createHash('sha256').update(content).digest('hex');

/** How the server behaves in the test at hand, and the Range header of each request it got. */
let behaviour: { breakAfter?: number; knowsRange: boolean; status?: number };
let asked: (string | undefined)[];

const server = http.createServer((request, response) => {
  asked.push(request.headers.range);
  if (behaviour.status) return void response.writeHead(behaviour.status).end();
  const from = behaviour.knowsRange ? Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
  if (from >= content.length) return void response.writeHead(416).end();
  const body = content.subarray(from);
  response.writeHead(from > 0 ? 206 : 200, { 'content-length': body.length });
  if (behaviour.breakAfter === undefined) return void response.end(body);
  response.write(body.subarray(0, behaviour.breakAfter));
  // What a reset catches in the receiver's buffer is lost, rightly: break only when some of it is on the disk.
  const watch = setInterval(() => {
    if (!statSync(`${file}.part`, { throwIfNoEntry: false })?.size) return;
    clearInterval(watch);
    response.destroy();
  }, 5);
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/engine.tar.gz`;

let file: string;
const plan = (more: Partial<Download> = {}): Download => ({ url, file, sums: { sha1, sha256 }, ...more });

beforeEach(() => {
  behaviour = { knowsRange: true };
  asked = [];
  file = path.join(mkdtempSync(path.join(os.tmpdir(), 'download-')), 'engine.tar.gz');
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

describe('fetching a file once', () => {
  test('the whole file arrives, and its progress ends at its size', async () => {
    const seen: number[][] = [];

    await download(plan({ onProgress: (done, total) => seen.push([done, total]) }));

    expect(readFileSync(file).equals(content)).toBe(true);
    expect(seen.at(-1)).toEqual([content.length, content.length]);
  });

  test('a file that is there already is not asked for again', async () => {
    await download(plan());
    await download(plan());

    expect(asked).toHaveLength(1);
  });

  test('two that want it at the same time fetch it once', async () => {
    await Promise.all([download(plan()), download(plan())]);

    expect(asked).toHaveLength(1);
  });

  test('what an earlier start left is continued, not fetched again', async () => {
    writeFileSync(`${file}.part`, content.subarray(0, 123_456));

    await download(plan());

    expect(asked).toEqual(['bytes=123456-']);
    expect(readFileSync(file).equals(content)).toBe(true);
  });

  test('a connection that breaks is taken up where it broke', async () => {
    behaviour.breakAfter = 200_000;

    await download(plan());

    expect(asked[0]).toBeUndefined();
    expect(asked[1]).toMatch(/^bytes=[1-9]\d*-$/);
    expect(readFileSync(file).equals(content)).toBe(true);
  });

  test('a server that knows no ranges sends everything, and the old beginning is dropped', async () => {
    writeFileSync(`${file}.part`, content.subarray(0, 1000));
    behaviour.knowsRange = false;

    await download(plan());

    expect(readFileSync(file).equals(content)).toBe(true);
  });

  test('a complete part that only lacked its final name is used', async () => {
    writeFileSync(`${file}.part`, content);

    await download(plan());

    expect(readFileSync(file).equals(content)).toBe(true);
  });
});

describe('what is not what it should be', () => {
  test.each(['sha1', 'sha256'])(
    'content with another %s is refused and kept under no name',
    async (algorithm) => {
      const sums = { sha1, sha256, [algorithm]: '0'.repeat(40) };

      await expect(download(plan({ sums }))).rejects.toThrow(ChecksumError);

      expect([file, `${file}.part`].filter(existsSync)).toEqual([]);
    },
  );

  test('a poisoned beginning is found out, and the next try gets the true file', async () => {
    writeFileSync(`${file}.part`, randomBytes(5000));
    await expect(download(plan())).rejects.toThrow(ChecksumError);

    await download(plan());

    expect(readFileSync(file).equals(content)).toBe(true);
  });

  test('a refusal is told at once, with the address and the status', async () => {
    behaviour.status = 404;

    await expect(download(plan())).rejects.toThrow(/engine\.tar\.gz.*404/);

    expect(asked).toHaveLength(1);
  });

  test('a server in trouble is asked again, as often as told', async () => {
    behaviour.status = 503;

    await expect(download(plan({ attempts: 2 }))).rejects.toThrow('503');

    expect(asked).toHaveLength(2);
  });
});
