import { afterEach, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findOurs, stopProcess, writePidFile } from './pid-file.ts';
import { hasArgument, inspectProcess, processesWithArgument } from './process-identity.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'pids-'));
const pidFile = path.join(folder, 'child.pid');
const children: ChildProcess[] = [];

/** A child that waits, with `marker` on its command line; it says a word when it is ready. */
async function child(marker: string, script = ''): Promise<number> {
  const code = `${script}; setInterval(() => {}, 1000); console.log('up')`;
  const started = spawn(process.execPath, ['-e', code, '--', marker], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(started);
  await once(started.stdout!, 'data');
  return started.pid!;
}

afterEach(() => {
  for (const started of children.splice(0)) started.kill('SIGKILL');
});

describe('recognising our own child by its pid file', () => {
  test('a living child is found again', async () => {
    const pid = await child('/data/one');
    writePidFile(pidFile, pid, '/data/one');

    expect(findOurs(pidFile)?.pid).toBe(pid);
  });

  test('a dead one is not', async () => {
    const pid = await child('/data/one');
    writePidFile(pidFile, pid, '/data/one');
    await stopProcess(inspectProcess(pid)!);

    expect(findOurs(pidFile)).toBeUndefined();
  });

  test('a stranger who got the same number later is not ours', async () => {
    const pid = await child('/data/one');
    writePidFile(pidFile, pid, '/data/one');
    const noted = JSON.parse(readFileSync(pidFile, 'utf8'));
    writeFileSync(pidFile, JSON.stringify({ ...noted, startTime: 'an earlier life' }));

    expect(findOurs(pidFile)).toBeUndefined();
  });

  test('a process that works on another folder is not ours, even with the right number and start time', async () => {
    const pid = await child('/data/one-more');
    writePidFile(pidFile, pid, '/data/one');

    expect(findOurs(pidFile)).toBeUndefined();
  });

  test.each(['', '{}', '{"pid":1}', 'null', '12345'])('a pid file holding %j names nobody', (text) => {
    writeFileSync(pidFile, text);

    expect(findOurs(pidFile)).toBeUndefined();
  });

  test('a child whose pid file was never written is found by its command line', async () => {
    const marker = `-Dbihuan.data=${folder}`;
    const pid = await child(marker);

    expect(processesWithArgument(marker).map((found) => found.pid)).toEqual(
      process.platform === 'linux' ? [pid] : [],
    );
  });
});

describe('stopping a process', () => {
  test('one that ignores the polite signal is killed after the grace period', async () => {
    const pid = await child('stubborn', `process.on('SIGTERM', () => {})`);

    await stopProcess(inspectProcess(pid)!, { graceMs: 300 });

    expect(inspectProcess(pid)).toBeUndefined();
  });

  test('a process that has the number but not the start time is left alone', async () => {
    const pid = await child('innocent');

    await stopProcess({ ...inspectProcess(pid)!, startTime: 'another' });

    expect(inspectProcess(pid)).toBeDefined();
  });
});

describe('finding an argument on a command line', () => {
  test.each([
    ['postgres\0-D\0/a/data\0', true],
    ['postgres\0-D\0/a/data2\0', false],
    ['postgres\0-D\0/a/data/sub\0', false],
    ['postgres -D /a/data -c port=1', true],
    ['postgres -D /a/data2 -D /a/data', true],
    ['postgres -D /a/data2 -c x=/a/data', false],
    ['postgres -D /a/data2', false],
    ['"C:\\pg\\postgres.exe" -D "/a/data"', true],
    ['', false],
  ])('%j carries /a/data: %s', (command, expected) => {
    expect(hasArgument(command, '/a/data')).toBe(expected);
  });
});
