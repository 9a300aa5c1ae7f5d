import { mkdirSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import path from 'node:path';
import { pino } from 'pino';
import { checkConfig } from '../core/config.ts';
import { deployShipped } from '../core/deploy.ts';
import { openApp, openDatabase, rows, type Db } from '../core/db.ts';
import { connectEngine, EngineAway } from '../core/engine.ts';
import { setFilesRoot } from '../core/files.ts';
import { openInstallation } from '../core/installation.ts';
import { migrate } from '../core/migrate.ts';
import { setDemoPasswords } from '../core/people.ts';
import { checkVaultKeys, setVaultKeys } from '../core/vault-keys.ts';
import type { App, Installation } from '../runtime/installation.ts';
import { readKeys } from '../runtime/key-file.ts';
import { buildApp, type Web } from '../web/app.ts';
import { answerRawFaults } from '../web/raw-faults.ts';
import { startWorkers } from '../workers/background/index.ts';
import { startRecordListener } from '../workers/background/record-listener.ts';

/** After kill -9 a partition leads again in 5–17 s (engine.md); with much to replay it takes longer. */
const LEADER_MS = 180_000;

/** Accounts a newcomer tries first, in the order of one hazard report's way. */
const INTRODUCED = [
  'mei.siqi',
  'gu.xinlan',
  'wu.beihai',
  'firm.chen.liang',
  'yan.beichuan',
  'he.zhengyan',
  'yu.tianci',
  'dong.jiancheng',
  'kong.liangping',
];

/** Migrates and starts the record listener; see runtime/installation.ts for when the rest follows. */
export async function prepare(seat: Installation): Promise<App> {
  const databaseUrl = seat.databaseUrl ?? appUrl(seat);
  const installation = checkConfig({ ...seat, databaseUrl, managementUrl: undefined });
  mkdirSync(path.join(seat.dataDir, 'logs'), { recursive: true });
  const log = pino(
    { level: process.env.BIHUAN_LOG ?? 'info' },
    pino.destination({ dest: path.join(seat.dataDir, 'logs', 'bihuan.log'), sync: false }),
  );
  await prepareDatabase(seat);
  setFilesRoot(seat.dataDir);
  // `bihuan key rotate vault` writes its new key there while we run.
  setVaultKeys(seat.keys.vault, () => readKeys(seat.dataDir)?.vault ?? []);
  const db = openApp(installation);
  const startAt = process.env.BIHUAN_TIME_START ? new Date(process.env.BIHUAN_TIME_START) : undefined;
  const { brokerEpoch } = await openInstallation(db, installation.mode, startAt);
  if (seat.demoPassword) await setDemoPasswords(db, seat.demoPassword);
  let recordsArrived: () => void = () => undefined;
  const listener = await startRecordListener({
    db,
    log,
    brokerEpoch,
    host: seat.listenerHost,
    port: seat.listenerPort,
    passwords: seat.keys.listener.map(({ value }) => value),
    onRecords: () => recordsArrived(),
  });
  const door = await openDoor(installation.webHost, installation.webPort);
  const accounts = seat.demoPassword ? await introduced(db) : [];
  const closing: (() => Promise<unknown>)[] = [() => listener.close(), () => db.destroy()];

  return {
    url: installation.publicUrl,
    accounts,
    async run() {
      const engine = connectEngine(installation.gatewayAddress);
      closing.unshift(() => engine.close());
      await engine.whenLed(LEADER_MS);
      await patiently(() => deployShipped(db, engine, brokerEpoch, 'system'));
      const workers = await startWorkers({ db, engine, log, brokerEpoch }, installation);
      recordsArrived = workers.recordsArrived;
      closing.unshift(() => workers.close());
      const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
        version: string;
      };
      const sample = await samplePlayers(installation);
      if (sample !== undefined) closing.unshift(async () => sample.cancel());
      const { app, close } = buildApp({
        ...{ db, engine, installation, log, version, brokerEpoch },
        ...(sample === undefined ? {} : { sample }),
      });
      closing.splice(closing.length - 1, 0, close);
      door.handler = app;
    },
    async stop() {
      await door.close();
      for (const close of closing.splice(0)) await close();
    },
  };
}

/** Who plays sample cases. Only a demo has people whose password the product knows. */
async function samplePlayers({ mode, demoPassword, publicUrl }: Web['installation']) {
  if (mode !== 'demo' || demoPassword === undefined) return undefined;
  const { sampleStage } = await import('./demo/sample/stage.ts');
  return sampleStage(publicUrl, demoPassword);
}

/** A broker that has just come back answers late for a while; deploying the same once more changes nothing. */
async function patiently(deploy: () => Promise<unknown>): Promise<void> {
  for (const end = performance.now() + LEADER_MS; ;) {
    try {
      await deploy();
      return;
    } catch (error) {
      if (!(error instanceof EngineAway) || performance.now() > end) throw error;
    }
  }
}

/**
 * The pages' port, taken at once: a start takes its time, and nobody else may get the address meanwhile. Until the
 * product is ready it says so.
 */
async function openDoor(host: string, port: number) {
  const door = {
    handler: ((_, response) => {
      response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '5' });
      response.end('系统正在启动,请稍候……');
    }) as RequestListener,
    /** No new work; what is under way gets its answer, idle and streaming connections are closed. */
    async close(): Promise<void> {
      const done = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 3_000).unref();
      await done;
    },
  };
  // A request without Host is refused where all others are (web/address.ts), in words.
  const server = createServer({ requireHostHeader: false }, (request, response) =>
    door.handler(request, response),
  );
  answerRawFaults(server);
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return door;
}

/** Where the product's own role finds the database; its password is a key of the installation. */
function appUrl(seat: Installation): string {
  const url = new URL(seat.ownerDatabaseUrl);
  url.username = 'bihuan_app';
  url.password = seat.keys.database[0]!.value;
  return url.href;
}

async function prepareDatabase(seat: Installation): Promise<void> {
  const owner = openDatabase(seat.ownerDatabaseUrl, 2);
  try {
    await migrate(owner);
    await checkVaultKeys(owner, seat.keys.vault);
    // Keys consist of letters, digits, - and _ (keys-env.ts): a password cannot be a parameter here.
    if (seat.databaseUrl === undefined)
      await owner.raw(`alter role bihuan_app login password '${seat.keys.database[0]!.value}'`);
  } finally {
    await owner.destroy();
  }
}

async function introduced(db: Db): Promise<App['accounts']> {
  const people = await rows<{ account: string; name: string; role: string }>(
    db,
    `select p.account, p.name_zh as name, coalesce(u.name_zh || ' ', '') || p.post_zh as role from person p left join unit u on u.unit_id = p.unit_id
     where p.account = any(?) order by array_position(?::text[], p.account)`,
    [INTRODUCED, INTRODUCED],
  );
  return people;
}
