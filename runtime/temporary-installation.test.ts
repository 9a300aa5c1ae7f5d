import { expect, test } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writePidFile } from './pid-file.ts';
import { inspectProcess } from './process-identity.ts';
import { makeTemporaryInstallation, sweepTemporaryInstallations } from './temporary-installation.ts';

const parent = (): string => mkdtempSync(path.join(os.tmpdir(), 'products-'));

/** What a killed test run leaves behind: a lock of a dead owner, and a server that lives on. */
async function leftover(folder: string): Promise<number> {
  mkdirSync(folder);
  const owner = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(path.join(folder, 'owner.lock'), JSON.stringify({ pid: owner.pid, startTime: 'then' }));
  const marker = `-Dbihuan.data=${folder}`;
  const script = `setInterval(() => {}, 1000); console.log('up')`;
  const server = spawn(process.execPath, ['-e', script, '--', marker], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(server.stdout!, 'data');
  writePidFile(path.join(folder, 'broker.pid'), server.pid!, marker);
  return server.pid!;
}

test('what a killed test run left is stopped and removed by the next one', async () => {
  const products = parent();
  const folder = path.join(products, 'p-old');
  const server = await leftover(folder);
  await new Promise((resolve) => setTimeout(resolve, 10));

  expect(await sweepTemporaryInstallations(products, 0)).toBe(1);

  expect(inspectProcess(server)).toBeUndefined();
  expect(existsSync(folder)).toBe(false);
});

test('an installation of a living process is left alone', async () => {
  const products = parent();
  const folder = await makeTemporaryInstallation(products);

  expect(await sweepTemporaryInstallations(products, 0)).toBe(0);

  expect(existsSync(folder)).toBe(true);
});

test('one that was made this moment and has no lock yet is left alone', async () => {
  const products = parent();
  const folder = path.join(products, 'p-new');
  mkdirSync(folder);
  utimesSync(folder, 0, 0);

  expect(await sweepTemporaryInstallations(products)).toBe(0);

  expect(existsSync(folder)).toBe(true);
});
