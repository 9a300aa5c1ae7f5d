import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { now } from '../core/time.ts';
import { livingHolder, tryFileLock } from './file-lock.ts';
import { killServersOf, stopServersOf } from './servers-on-disk.ts';
import { temporaryInstallations } from './settings.ts';

/**
 * Makes a data folder for a short-lived installation. It belongs to this process: when that dies without cleaning
 * up (a killed test run), the next call of anybody stops what still runs there and removes it.
 */
export async function makeTemporaryInstallation(parent = temporaryInstallations): Promise<string> {
  mkdirSync(parent, { recursive: true });
  // The user that runs Postgres for root passes through.
  chmodSync(parent, 0o711);
  await sweepTemporaryInstallations(parent);
  const folder = mkdtempSync(path.join(parent, 'p-'));
  tryFileLock(path.join(folder, 'owner.lock'));
  return folder;
}

/**
 * Stops and removes the short-lived installations whose owner is gone. A folder younger than `graceMs` may be
 * another process's that has not put its lock in yet. Out: how many.
 */
export async function sweepTemporaryInstallations(
  parent = temporaryInstallations,
  graceMs = 5000,
): Promise<number> {
  let swept = 0;
  for (const name of readdirSync(parent)) {
    const folder = path.join(parent, name);
    if (livingHolder(path.join(folder, 'owner.lock')) || ageMs(folder) < graceMs) continue;
    await removeTemporaryInstallation(folder);
    swept += 1;
  }
  return swept;
}

const ageMs = (folder: string): number =>
  now().getTime() - (statSync(folder, { throwIfNoEntry: false })?.birthtimeMs ?? 0);

/** Ends the servers of a short-lived installation, whoever started them, and removes its folder. */
export async function removeTemporaryInstallation(folder: string): Promise<void> {
  // Nothing in it is to be kept: no need for a shutdown in good order.
  await stopServersOf(folder, { inGoodOrder: false });
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/**
 * When this process is ended by a signal or exits early, the servers of its short-lived installation go with it.
 * (After a SIGKILL the next start sweeps.) Out: a function that forgets about it.
 */
export function stopWhenWeDie(folder: string): () => void {
  const endNow = (): void => killServersOf(folder);
  const onSignal = (signal: NodeJS.Signals): void => {
    endNow();
    forget();
    process.kill(process.pid, signal);
  };
  const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const forget = (): void => {
    process.off('exit', endNow);
    for (const signal of signals) process.off(signal, onSignal);
  };
  process.on('exit', endNow);
  for (const signal of signals) process.on(signal, onSignal);
  return forget;
}
