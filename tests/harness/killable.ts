import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { stopServersOf } from '../../runtime/servers-on-disk.ts';
import { readState } from '../../runtime/state.ts';

const BIHUAN = fileURLToPath(new URL('../../bin/bihuan.ts', import.meta.url));
const UP_MS = 240_000;

export type Part = 'node' | 'broker' | 'postgres';

/** The node process was killed before it said that it is up. */
export class DiedEarly extends Error {}

/** An installation as `bihuan up` runs it, whose parts can be killed like by a power cut. */
export interface Killable {
  dataDir: string;
  /** Address and demo password of the present life. */
  where(): { url: string; password: string };
  /** kill -9 of one part; broker and Postgres are brought back by `up` itself. */
  kill(part: Part): void;
  /** Resolves when the node process has died, for whatever reason. */
  died(): Promise<void>;
  /** A new life on the same data. */
  start(failPoint?: string): Promise<void>;
  /** `bihuan fsck --json` on the running installation. */
  fsck(): { ok: boolean; findings: { invariant: string; message: string }[] };
  end(): Promise<void>;
}

/** A fresh, durable installation in a folder of its own; starts nothing yet. */
export function killable(): Killable {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'bihuan-faults-'));
  const env = { ...process.env, BIHUAN_DATA: dataDir, BIHUAN_TIME_START: '2026-03-02T09:00:00+08:00' };
  let child: ChildProcess | undefined;
  let ended: Promise<void> = Promise.resolve();
  let ready: { url: string; demoPassword: string } | undefined;

  return {
    dataDir,
    where: () => ({ url: ready!.url, password: ready!.demoPassword }),
    kill(part) {
      const pid = part === 'node' ? child?.pid : readState(dataDir)?.pids?.[part];
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    },
    died: () => ended,
    async start(failPoint) {
      child = spawn(process.execPath, [BIHUAN, 'up', '--data', dataDir, '--json'], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...env, ...(failPoint ? { BIHUAN_FAIL_POINT: failPoint } : {}) },
      });
      ended = once(child, 'exit').then(() => undefined);
      let said = '';
      child.stderr!.on('data', (text: Buffer) => (said = `${said}${text.toString('utf8')}`.slice(-2_000)));
      ready = await new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('not up in time')), UP_MS);
        child!.once('exit', (code, signal) =>
          reject(
            signal === 'SIGKILL' ? new DiedEarly() : new Error(`up ended early: ${code ?? signal}\n${said}`),
          ),
        );
        createInterface({ input: child!.stdout! }).once('line', (line) => {
          clearTimeout(timer);
          resolve(JSON.parse(line) as typeof ready);
        });
      });
    },
    fsck() {
      try {
        return JSON.parse(
          execFileSync(process.execPath, [BIHUAN, 'fsck', '--json'], { env, encoding: 'utf8' }),
        );
      } catch (error) {
        return JSON.parse((error as { stdout: string }).stdout);
      }
    },
    async end() {
      if (child !== undefined && child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      await stopServersOf(dataDir);
      // BIHUAN_KEEP=1 leaves database, broker and logs behind, to look at what went wrong.
      if (process.env.BIHUAN_KEEP) return void process.stderr.write(`kept: ${dataDir}\n`);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
