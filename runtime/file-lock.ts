import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspectProcess } from './process-identity.ts';
import type { ProcessIdentity } from './process-identity.ts';

/** A lock held by this process; `release` gives it back and may be called twice. */
export interface FileLock {
  release(): void;
}

/**
 * Takes a lock that dies with its holder: the file names the process that holds it, and a file whose process is
 * gone (kill -9, power cut) counts as no lock. Out: the lock, or the living holder's identity.
 */
export function tryFileLock(file: string): FileLock | ProcessIdentity {
  mkdirSync(path.dirname(file), { recursive: true });
  const me = inspectProcess(process.pid);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ pid: process.pid, startTime: me?.startTime }));
  try {
    for (;;) {
      try {
        // A hard link is made whole or not at all, so no reader sees a lock without its holder's name.
        linkSync(draft, file);
        return { release: () => release(file) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        const holder = livingHolder(file);
        if (holder) return holder;
        rmSync(file, { force: true });
      }
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Runs `work` while holding the lock, waiting for a living holder as long as that takes. */
export async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  let lock = tryFileLock(file);
  while (!('release' in lock)) {
    await sleep(300);
    lock = tryFileLock(file);
  }
  try {
    return await work();
  } finally {
    lock.release();
  }
}

/** The living process that holds a lock file, or undefined. */
export function livingHolder(file: string): ProcessIdentity | undefined {
  try {
    const { pid, startTime } = JSON.parse(readFileSync(file, 'utf8')) as { pid: number; startTime?: string };
    const living = inspectProcess(pid);
    return living && (startTime === undefined || living.startTime === startTime) ? living : undefined;
  } catch {
    return undefined;
  }
}

function release(file: string): void {
  if (livingHolder(file)?.pid === process.pid) rmSync(file, { force: true });
}
