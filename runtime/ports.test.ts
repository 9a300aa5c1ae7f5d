import { afterEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { choosePorts, isFree } from './ports.ts';

const file = (): string => path.join(mkdtempSync(path.join(os.tmpdir(), 'ports-')), 'ports.json');
const open: net.Server[] = [];

async function occupy(host = '127.0.0.1', port = 0): Promise<number> {
  const server = net.createServer();
  open.push(server);
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return (server.address() as net.AddressInfo).port;
}

afterEach(() => Promise.all(open.splice(0).map((server) => new Promise((resolve) => server.close(resolve)))));

describe('choosing ports', () => {
  test('every part gets a port of its own', async () => {
    const ports = await choosePorts(file(), { a: [], b: [], c: [] });

    expect(new Set(Object.values(ports)).size).toBe(3);
  });

  test('the next start has the same ports', async () => {
    const kept = file();
    const first = await choosePorts(kept, { a: [], b: [] });

    expect(await choosePorts(kept, { a: [], b: [] })).toEqual(first);
  });

  test('a kept port that somebody else took in the meantime is given up', async () => {
    const kept = file();
    const { a } = await choosePorts(kept, { a: [] });
    await occupy('127.0.0.1', a);

    expect((await choosePorts(kept, { a: [] })).a).not.toBe(a);
  });

  test('the first liked port that is free is taken', async () => {
    const busy = await occupy();
    const { a: free } = await choosePorts(file(), { a: [] });

    expect((await choosePorts(file(), { web: [busy, free] })).web).toBe(free);
  });

  test('a demanded port goes before the kept one and is kept from then on', async () => {
    const kept = file();
    const { a: other } = await choosePorts(file(), { a: [] });
    await choosePorts(kept, { a: [] });

    await choosePorts(kept, { a: [] }, { a: other });

    expect(JSON.parse(readFileSync(kept, 'utf8')).a).toBe(other);
  });

  test('a demanded port that is taken is refused by its number', async () => {
    const busy = await occupy();

    await expect(choosePorts(file(), { a: [] }, { a: busy })).rejects.toThrow(`端口 ${busy} 已被占用`);
  });

  test('a file with nonsense in it is as good as none', async () => {
    const kept = file();
    writeFileSync(kept, '{"a": "80; rm", "b": 99999');

    expect((await choosePorts(kept, { a: [] })).a).toBeGreaterThan(1024);
  });

  test('a listener on all addresses makes a port taken', async () => {
    expect(await isFree(await occupy('0.0.0.0'))).toBe(false);
  });
});
