import { readFileSync } from 'node:fs';
import path from 'node:path';
import { one, openDatabase, type Db } from '../core/db.ts';
import { setClockOffset } from '../core/time.ts';
import { owner } from '../runtime/postgres-init.ts';
import { runtimeSettings } from '../runtime/settings.ts';
import { readState, type InstallationState } from '../runtime/state.ts';

/** An installation as commands find it: by its data folder, or by the environment. */
export interface Found {
  /** Connection string of the schema's owner. */
  ownerDatabaseUrl: string;
  gatewayAddress: string | undefined;
  /** Where it is; undefined when the environment names its servers. */
  dataDir: string | undefined;
  state: InstallationState | undefined;
}

/** Nothing runs there; the message says what to do. */
export class NothingRuns extends Error {}

export const dataDirOf = (given: string | undefined): string =>
  path.resolve(given ?? runtimeSettings().dataDir);

/**
 * The installation a command works on: `DATABASE_URL` (and `DATABASE_OWNER_URL`, `ZEEBE_ADDRESS`) where they are set
 * and no folder is named, else the one that runs in the data folder. Throws NothingRuns.
 */
export function findInstallation(given: string | undefined): Found {
  const { DATABASE_URL, DATABASE_OWNER_URL, ZEEBE_ADDRESS } = process.env;
  const named = DATABASE_OWNER_URL ?? DATABASE_URL;
  if (given === undefined && named !== undefined)
    return { ownerDatabaseUrl: named, gatewayAddress: ZEEBE_ADDRESS, dataDir: undefined, state: undefined };
  const dataDir = dataDirOf(given);
  const state = readState(dataDir);
  if (state?.pids.postgres === undefined || !alive(state.pids.postgres))
    throw new NothingRuns(`这里没有运行中的系统：${dataDir}。请先运行 bihuan up，或设置 DATABASE_URL。`);
  return {
    ownerDatabaseUrl: ownerUrl(dataDir, state.ports.postgres!),
    gatewayAddress: `127.0.0.1:${state.ports.gateway}`,
    dataDir,
    state,
  };
}

/** Address of the pages if they answer, else undefined. */
export async function answering(state: InstallationState | undefined): Promise<string | undefined> {
  if (state === undefined) return undefined;
  const answer = await fetch(`${state.url}/healthz`, { signal: AbortSignal.timeout(3_000) }).catch(
    () => undefined,
  );
  return answer?.ok ? state.url : undefined;
}

/** Do something with the owner's connection to the database, by the installation's clock, then close it. */
export async function withDatabase<T>(url: string, work: (db: Db) => Promise<T>): Promise<T> {
  const db = openDatabase(url, 2);
  try {
    // An empty database has no clock yet.
    const row = await one<{ ms: string }>(db, 'select clock_offset_ms as ms from installation').catch(
      () => undefined,
    );
    if (row !== undefined) setClockOffset(Number(row.ms), { first: true });
    return await work(db);
  } finally {
    await db.destroy();
  }
}

const ownerUrl = (dataDir: string, port: number): string =>
  `postgres://${owner}:${readFileSync(path.join(dataDir, 'postgres.password'), 'utf8').trim()}@127.0.0.1:${port}/bihuan`;

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Tell a failure of a command in one line and leave with 2: nothing was found or done. */
export function giveUp(error: unknown, json: boolean): void {
  const message = error instanceof Error ? error.message : String(error);
  if (json) console.log(JSON.stringify({ error: message }));
  else console.error(`错误：${message}`);
  process.exitCode = 2;
}
