import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { removePidFile, stopProcess, writePidFile } from './pid-file.ts';
import { inspectProcess } from './process-identity.ts';

/** How to start a server that outlives a Ctrl-C of the terminal and is found again after our own sudden death. */
export interface ChildPlan {
  command: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  uid?: number;
  gid?: number;
  logFile: string;
  pidFile: string;
  /** The argument among `args` that names our data folder. */
  marker: string;
}

/** A running server. `exited` resolves when it ends, by whomever. */
export interface Child {
  pid: number;
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  isAlive(): boolean;
  /** Sends SIGKILL at once: the sudden death that fault tests play. Resolves when it is gone. */
  kill(): Promise<void>;
  /** Stops it politely, after `graceMs` by SIGKILL, and forgets its pid file. */
  stop(signal: NodeJS.Signals, graceMs: number): Promise<void>;
}

/**
 * Starts a server as its own process group (the terminal's Ctrl-C must reach us only: we stop the parts in order)
 * with its output appended to a log file, and notes it in its pid file. Rejects if it cannot be started.
 */
export async function startChild(plan: ChildPlan): Promise<Child> {
  const log = openLog(plan.logFile);
  const { command, args, env, cwd, uid, gid } = plan;
  const child = spawn(command, args, {
    env,
    cwd,
    uid,
    gid,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  child.unref();
  const pid = child.pid as number;
  const identity = inspectProcess(pid);
  if (identity) writePidFile(plan.pidFile, pid, plan.marker);
  const isAlive = (): boolean => child.exitCode === null && child.signalCode === null;
  // The event, not only the process's end: before it isAlive() does not know. While we wait, it keeps us alive.
  const gone = async (): Promise<void> => {
    if (isAlive()) child.ref();
    await exited;
  };
  const stop = async (signal: NodeJS.Signals, graceMs: number): Promise<void> => {
    if (identity && isAlive()) await stopProcess(identity, { signal, graceMs });
    await gone();
    removePidFile(plan.pidFile);
  };
  const kill = async (): Promise<void> => {
    if (isAlive()) child.kill('SIGKILL');
    await gone();
  };
  return { pid, exited, isAlive, kill, stop };
}

const logLimitBytes = 10 * 1_048_576;

function openLog(file: string): number {
  mkdirSync(path.dirname(file), { recursive: true });
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > logLimitBytes) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}

/** The last lines of a log file, for an error message that says why a server did not come up. */
export function logTail(file: string, lines = 12): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}
