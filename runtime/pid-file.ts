import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeAtomically } from './atomic-file.ts';
import { hasArgument, inspectProcess } from './process-identity.ts';
import type { ProcessIdentity } from './process-identity.ts';

/** One child of an installation as it is remembered on disk, so that the next start can recognise it. */
export interface PidFile {
  pid: number;
  startTime: string;
  /** An argument of its command line that names our data folder; empty if the command line names none. */
  marker: string;
}

/** Remembers a child. Throws if it has died already: there is nothing to remember then. */
export function writePidFile(file: string, pid: number, marker: string): void {
  const identity = inspectProcess(pid);
  if (!identity) throw new Error(`process ${pid} is gone before it could be noted in ${file}`);
  writeAtomically(file, JSON.stringify({ pid, startTime: identity.startTime, marker } satisfies PidFile));
}

/**
 * The living process that a pid file speaks of. All three must agree: number, start time, and our data folder on
 * its command line; so a stranger who got the same number is never taken for ours.
 */
export function findOurs(file: string): ProcessIdentity | undefined {
  const noted = readPidFile(file);
  const living = noted && inspectProcess(noted.pid);
  if (!living || living.startTime !== noted.startTime) return undefined;
  return noted.marker === '' || hasArgument(living.command, noted.marker) ? living : undefined;
}

/** Content of a pid file; undefined if there is none or if it cannot be read as one. */
export function readPidFile(file: string): PidFile | undefined {
  try {
    const { pid, startTime, marker } = JSON.parse(readFileSync(file, 'utf8'));
    const whole = Number.isInteger(pid) && typeof startTime === 'string' && typeof marker === 'string';
    return whole ? { pid, startTime, marker } : undefined;
  } catch {
    return undefined;
  }
}

/** Forgets a child. */
export function removePidFile(file: string): void {
  rmSync(file, { force: true });
}

const stillThere = (identity: ProcessIdentity): boolean =>
  inspectProcess(identity.pid)?.startTime === identity.startTime;

/**
 * Stops a process: first politely, after `graceMs` milliseconds by SIGKILL. Before each signal it makes sure that
 * the number still belongs to the same process. Resolves when it is gone; throws if it outlives SIGKILL by 10 s.
 */
export async function stopProcess(
  identity: ProcessIdentity,
  { signal = 'SIGTERM' as NodeJS.Signals, graceMs = 15_000 } = {},
): Promise<void> {
  for (const [name, waitMs] of [[signal, graceMs] as const, ['SIGKILL', 10_000] as const]) {
    if (!stillThere(identity)) return;
    sendSignal(identity.pid, name);
    const until = performance.now() + waitMs;
    while (stillThere(identity) && performance.now() < until) await sleep(50);
  }
  if (stillThere(identity)) throw new Error(`进程 ${identity.pid} 无法停止，请手动结束后重试`);
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
