import { execFile } from 'node:child_process';
import { chownSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { makeOwnedFolder } from './postgres-seat.ts';
import type { PostgresSeat } from './postgres-seat.ts';

const run = promisify(execFile);

/** Superuser of the embedded cluster; it owns the schema. The product's own role is made by the migrations. */
export const owner = 'bihuan_owner';

// Plain `C` would break trigram search on Chinese; not every system has C.UTF-8.
const locales = ['C.UTF-8', 'zh_CN.UTF-8', 'en_US.UTF-8'];

/** Makes the cluster beside its final place and moves it there when whole, so that a broken try leaves no half. */
export async function initialise(seat: PostgresSeat, password: string, durable: boolean): Promise<void> {
  const draft = `${seat.pgdata}.init`;
  const passwordFile = `${draft}.password`;
  const faults: string[] = [];
  try {
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (seat.uid !== undefined && seat.gid !== undefined) chownSync(passwordFile, seat.uid, seat.gid);
    for (const locale of locales) {
      makeOwnedFolder(draft, seat);
      try {
        await run(
          path.join(seat.binaries, 'bin', 'initdb'),
          initdbArguments(draft, passwordFile, locale, durable),
          {
            ...ids(seat),
            cwd: draft,
            env: postgresEnvironment(),
          },
        );
        return renameSync(draft, seat.pgdata);
      } catch (error) {
        faults.push(
          `${locale}：${(error as { stderr?: string }).stderr?.trim() || (error as Error).message}`,
        );
      }
    }
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
  throw new Error(`无法建立数据库：\n${faults.join('\n')}`);
}

const initdbArguments = (
  folder: string,
  passwordFile: string,
  locale: string,
  durable: boolean,
): string[] => [
  `--pgdata=${folder}`,
  `--username=${owner}`,
  `--pwfile=${passwordFile}`,
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale-provider=icu',
  '--icu-locale=zh-Hans-CN',
  `--locale=${locale}`,
  '--lc-messages=C',
  '--no-instructions',
  ...(durable ? [] : ['--no-sync']),
];

/** The inherited environment without settings meant for some other Postgres. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('PG') && name !== 'LC_ALL');
  return { ...Object.fromEntries(own), LC_MESSAGES: 'C' };
}

/** User and group for starting a child as the Postgres user; empty: as ourselves. */
export const ids = (seat: PostgresSeat): { uid?: number; gid?: number } =>
  seat.uid === undefined ? {} : { uid: seat.uid, gid: seat.gid };
