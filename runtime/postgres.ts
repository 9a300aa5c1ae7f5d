import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { ChildPlan } from './child.ts';
import { keptSecret } from './installation.ts';
import { findOurs, stopProcess } from './pid-file.ts';
import { ids, initialise, owner, postgresEnvironment } from './postgres-init.ts';
import { findSeat } from './postgres-seat.ts';
import type { PostgresSeat } from './postgres-seat.ts';
import { serverSettings, volatileSettings } from './postgres-settings.ts';
import { hasArgument, inspectProcess, processesIn } from './process-identity.ts';
import type { Reporter } from './reporter.ts';
import { createServer } from './server.ts';
import type { Server } from './server.ts';
import type { RuntimeSettings } from './settings.ts';

/** How to run one embedded Postgres. */
export interface PostgresOptions {
  /** Folder of the installation; the cluster keeps to `<dataDir>/postgres`. */
  dataDir: string;
  port: number;
  settings: RuntimeSettings;
  reporter: Reporter;
  /** false: no fsync, faster, for throw-away test clusters only. Default true: what is committed survives. */
  durable?: boolean;
}

/** An embedded Postgres of this installation, with an empty database `bihuan` at least. */
export interface Postgres extends Server {
  port: number;
  /** Connection string of the owner to database `bihuan`. */
  ownerUrl: string;
  /** The owner's connection string to a database of this cluster. */
  urlOf(database: string): string;
  /** Makes a database, as a copy of `template` if given (which nobody may be connected to); replaces an old one. */
  createDatabase(name: string, template?: string): Promise<string>;
  /** Drops a database and throws out who is connected. */
  dropDatabase(name: string): Promise<void>;
}

/** Makes a Postgres that listens on loopback only. It is not started yet; its data folder is made on first start. */
export async function createPostgres(options: PostgresOptions): Promise<Postgres> {
  const { dataDir, port } = options;
  const seat = await findSeat(dataDir, options.settings.postgresUser, options.reporter);
  const password = keptSecret(path.join(dataDir, 'postgres.password'), 24);
  const pidFile = path.join(dataDir, 'postgres.pid');
  const urlOf = (database: string): string => `postgres://${owner}:${password}@127.0.0.1:${port}/${database}`;
  const command = (text: string): Promise<pg.QueryResult> => query(urlOf('postgres'), text);

  const server = createServer({
    name: '数据库 Postgres ',
    prepare: async () => {
      if (!existsSync(path.join(seat.pgdata, 'PG_VERSION')))
        await initialise(seat, password, options.durable !== false);
      await clearEarlierLife(pidFile, seat.pgdata);
      return postgresPlan(options, seat, pidFile);
    },
    isReady: async () => (await command('SELECT 1')).rowCount === 1,
    startLimitMs: 120_000,
    // SIGINT is Postgres's fast shutdown: sessions are ended, everything is written.
    stopSignal: 'SIGINT',
    stopGraceMs: 30_000,
  });
  const createDatabase = async (name: string, template?: string): Promise<string> => {
    await command(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
    await command(
      `CREATE DATABASE ${pg.escapeIdentifier(name)}${template ? ` TEMPLATE ${pg.escapeIdentifier(template)}` : ''}`,
    );
    return urlOf(name);
  };
  const start = async (): Promise<void> => {
    await server.start();
    const known = await command(`SELECT 1 FROM pg_database WHERE datname = 'bihuan'`);
    if (known.rowCount === 0) await command('CREATE DATABASE bihuan');
  };
  return {
    get pid() {
      return server.pid;
    },
    start,
    stop: server.stop,
    kill: server.kill,
    onUnexpectedExit: server.onUnexpectedExit,
    port,
    ownerUrl: urlOf('bihuan'),
    urlOf,
    createDatabase,
    dropDatabase: async (name) =>
      void (await command(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`)),
  };
}

async function query(url: string, text: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  // A server that goes away while the connection idles must not end this process.
  client.on('error', () => {});
  try {
    await client.connect();
    return await client.query(text);
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * Ends what an earlier life of this cluster left running, and only that: a server known by our pid file or by
 * Postgres's own whose command line names this data folder, then session processes that work in it.
 */
async function clearEarlierLife(pidFile: string, pgdata: string): Promise<void> {
  const noted = findOurs(pidFile);
  if (noted) await stopProcess(noted, { signal: 'SIGINT', graceMs: 20_000 });
  const lock = path.join(pgdata, 'postmaster.pid');
  const number = existsSync(lock) ? Number.parseInt(readFileSync(lock, 'utf8'), 10) : undefined;
  const holder = number === undefined ? undefined : inspectProcess(number);
  if (holder && hasArgument(holder.command, pgdata)) {
    await stopProcess(holder, { signal: 'SIGINT', graceMs: 20_000 });
  }
  await endSessions(pgdata);
  // Somebody else got the number since, or nobody has collected the dead server (containers without an init):
  // Postgres itself would take that for a running server and refuse.
  if (number !== undefined && isTaken(number)) rmSync(lock, { force: true });
}

function isTaken(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** After a SIGKILL of the server its sessions end by themselves as soon as they notice; a busy one is helped. */
async function endSessions(pgdata: string): Promise<void> {
  const until = performance.now() + 3000;
  while (processesIn(pgdata).length > 0 && performance.now() < until) await sleep(50);
  for (const session of processesIn(pgdata)) await stopProcess(session, { signal: 'SIGQUIT', graceMs: 2000 });
}

function postgresPlan(options: PostgresOptions, seat: PostgresSeat, pidFile: string): ChildPlan {
  const configuration = {
    ...serverSettings(options.port),
    ...(options.durable === false ? volatileSettings : {}),
  };
  const flags = Object.entries(configuration).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return {
    command: path.join(seat.binaries, 'bin', 'postgres'),
    args: ['-D', seat.pgdata, ...flags],
    env: postgresEnvironment(),
    cwd: seat.pgdata,
    ...ids(seat),
    logFile: path.join(options.dataDir, 'logs', 'postgres.log'),
    pidFile,
    marker: seat.pgdata,
  };
}
