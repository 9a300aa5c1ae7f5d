import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { tryFileLock, withFileLock } from './file-lock.ts';
import { inspectProcess } from './process-identity.ts';

const newLock = (): string => path.join(mkdtempSync(path.join(os.tmpdir(), 'lock-')), 'up.lock');
const isHeld = (result: object): boolean => !('release' in result);

test('a lock that a living process holds is not given out, and its holder is named', () => {
  const file = newLock();
  tryFileLock(file);

  expect(tryFileLock(file)).toMatchObject({ pid: process.pid });
});

test('a lock given back can be taken again', () => {
  const file = newLock();
  const lock = tryFileLock(file);
  if ('release' in lock) lock.release();

  expect(isHeld(tryFileLock(file))).toBe(false);
});

test('the lock of a process that died is taken over', () => {
  const file = newLock();
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(file, JSON.stringify({ pid, startTime: 'then' }));

  expect(isHeld(tryFileLock(file))).toBe(false);
});

test('a living process that got the number of a dead holder does not hold its lock', () => {
  const file = newLock();
  const living = inspectProcess(process.ppid)!;
  writeFileSync(file, JSON.stringify({ pid: living.pid, startTime: `not ${living.startTime}` }));

  expect(isHeld(tryFileLock(file))).toBe(false);
});

test('a torn lock file holds nobody up', () => {
  const file = newLock();
  writeFileSync(file, '{"pid": 1');

  expect(isHeld(tryFileLock(file))).toBe(false);
});

test('work under a lock is done one after the other, and the lock is gone afterwards', async () => {
  const file = newLock();
  const order: string[] = [];
  const work = (name: string) => async (): Promise<void> => {
    order.push(`${name} in`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    order.push(`${name} out`);
  };

  await Promise.all([withFileLock(file, work('a')), withFileLock(file, work('b'))]);

  expect(order).toEqual(['a in', 'a out', 'b in', 'b out']);
  expect(existsSync(file)).toBe(false);
});
