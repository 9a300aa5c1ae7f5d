// Sudden death of each part of an installation, and of all of it: the next start takes up the same data, and
// nothing that isn't ours is touched. Needs Java and the engine; takes some minutes.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { ZBClient } from 'zeebe-node';
import { findOurs } from '../../runtime/pid-file.ts';
import { inspectProcess } from '../../runtime/process-identity.ts';
import { startProduct } from '../../runtime/product.ts';
import type { Product } from '../../runtime/product.ts';
import { stopServersOf } from '../../runtime/servers-on-disk.ts';
import { readState } from '../../runtime/state.ts';

jest.setTimeout(300_000);

const fixture = path.join(import.meta.dirname, 'fixtures', 'up-with-small-app.ts');
const newFolder = (): string => mkdtempSync(path.join(os.tmpdir(), 'runtime-'));

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

const oneTask = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
  targetNamespace="test"><process id="wait" isExecutable="true">
  <startEvent id="s"><outgoing>a</outgoing></startEvent>
  <sequenceFlow id="a" sourceRef="s" targetRef="t"/>
  <serviceTask id="t"><extensionElements><zeebe:taskDefinition type="wait"/></extensionElements>
    <incoming>a</incoming><outgoing>b</outgoing></serviceTask>
  <sequenceFlow id="b" sourceRef="t" targetRef="e"/><endEvent id="e"><incoming>b</incoming></endEvent>
</process></definitions>`);

/** The client leaves a call pending for ever when its stream breaks; so no call of it is waited for longer. */
const atMost = <T>(ms: number, call: Promise<T>): Promise<T> =>
  Promise.race([
    call,
    sleep(ms, undefined, { ref: false }).then(() => Promise.reject(new Error(`no answer in ${ms} ms`))),
  ]);

async function withEngine<T>(address: string, work: (client: ZBClient) => Promise<T>): Promise<T> {
  const client = new ZBClient(address, { loglevel: 'NONE', retry: false });
  try {
    return await work(client);
  } finally {
    await atMost(5000, client.close()).catch(() => {});
  }
}

const openCase = (address: string): Promise<string> =>
  withEngine(address, async (client) => {
    await atMost(30_000, client.deployResource({ process: oneTask, name: 'wait.bpmn' }));
    const start = client.createProcessInstance({ bpmnProcessId: 'wait', variables: {} });
    return (await atMost(30_000, start)).processInstanceKey;
  });

/** The process instances whose job can be had, asked for up to a minute. */
async function waitingCases(address: string): Promise<string[]> {
  for (const end = performance.now() + 60_000; performance.now() < end; await sleep(500)) {
    const request = {
      type: 'wait',
      worker: 'test',
      timeout: 500,
      maxJobsToActivate: 10,
      requestTimeout: 1000,
    };
    const jobs = await withEngine(address, (client) => atMost(3000, client.activateJobs(request))).catch(
      () => [],
    );
    if (jobs.length > 0) return jobs.map((job) => job.processInstanceKey);
  }
  return [];
}

describe('a server that is killed', () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct({ dataDir: newFolder(), exporter: false, controlledClock: false });
  });
  afterAll(() => product?.stop());

  test('Postgres comes back at the same address with everything that was committed', async () => {
    await query(product.ownerDatabaseUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const before = product.postgres.pid;

    await product.postgres.kill();
    await product.postgres.start();

    expect(await query(product.ownerDatabaseUrl, 'SELECT answer FROM kept')).toEqual([42]);
    expect(product.postgres.pid).not.toBe(before);
  });

  test('Postgres comes back though a session was busy when its server died', async () => {
    const busy = new pg.Client({ connectionString: product.ownerDatabaseUrl });
    busy.on('error', () => {});
    await busy.connect();
    const work = busy.query('SELECT count(*) FROM generate_series(1, 2000000000)').catch(() => 'ended');
    await sleep(300);

    await product.postgres.kill();
    await product.postgres.start();

    expect(await work).toBe('ended');
    expect(await query(product.ownerDatabaseUrl, 'SELECT 1')).toEqual([1]);
  });

  test('the engine comes back at the same address with the cases it had', async () => {
    const opened = await openCase(product.gatewayAddress);

    await product.broker!.kill();
    await product.broker!.start();

    expect(await waitingCases(product.gatewayAddress)).toContain(opened);
  });

  test('a lock file of Postgres that names a living stranger neither stops the start nor harms the stranger', async () => {
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    await product.postgres.kill();
    const lock = path.join(product.dataDir, 'postgres', 'postmaster.pid');
    writeFileSync(lock, readFileSync(lock, 'utf8').replace(/^\d+/, String(stranger.pid)));

    await product.postgres.start();

    expect(await query(product.ownerDatabaseUrl, 'SELECT 1')).toEqual([1]);
    expect(inspectProcess(stranger.pid!)).toBeDefined();
    stranger.kill('SIGKILL');
  });
});

async function until(holds: () => boolean, limitMs = 120_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`not within ${limitMs} ms: ${holds}`);
    await sleep(200);
  }
}

interface Running {
  node: ChildProcess;
  url: string;
  said: string;
}

/** `bihuan up` as a process; resolves when it has told its address. Rejects with what it said if it ends before. */
async function startUp(dataDir: string): Promise<Running> {
  const node = spawn(process.execPath, [fixture, dataDir], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  node.stderr.on('data', (chunk) => (said += chunk));
  const ready = once(node.stdout, 'data').then(([line]) => JSON.parse(String(line)).url as string);
  const ended = once(node, 'exit').then(([code]) => Promise.reject(new Error(`exit ${code}: ${said}`)));
  ended.catch(() => {});
  return { node, url: await Promise.race([ready, ended]), said };
}

const ownerUrl = (dataDir: string): string => {
  const password = readFileSync(path.join(dataDir, 'postgres.password'), 'utf8').trim();
  return `postgres://bihuan_owner:${password}@127.0.0.1:${readState(dataDir)!.ports.postgres}/bihuan`;
};
const gatewayOf = (dataDir: string): string => `127.0.0.1:${readState(dataDir)!.ports.gateway}`;
const startsOf = async (dataDir: string): Promise<number> =>
  Number((await query(ownerUrl(dataDir), 'SELECT count(*) FROM started'))[0]);
const isAlive = (pid: number | undefined): boolean => pid !== undefined && inspectProcess(pid) !== undefined;

describe('bihuan up that is killed', () => {
  const dataDir = newFolder();
  let up: Running;
  beforeAll(async () => {
    up = await startUp(dataDir);
  });
  afterAll(async () => {
    up?.node.kill('SIGKILL');
    await stopServersOf(dataDir, { inGoodOrder: false });
  });

  test('with its servers left over: the next start stops those and takes up their data at the same ports', async () => {
    const opened = await openCase(gatewayOf(dataDir));
    const before = readState(dataDir)!;
    up.node.kill('SIGKILL');
    await once(up.node, 'exit');
    expect([isAlive(before.pids.postgres), isAlive(before.pids.broker)]).toEqual([true, true]);

    up = await startUp(dataDir);

    expect([isAlive(before.pids.postgres), isAlive(before.pids.broker)]).toEqual([false, false]);
    expect(readState(dataDir)).toMatchObject({ ports: before.ports, demoPassword: before.demoPassword });
    expect(await startsOf(dataDir)).toBe(2);
    expect(await waitingCases(gatewayOf(dataDir))).toContain(opened);
  });

  test('with everything it started: the next start takes up the same data', async () => {
    const { pids } = readState(dataDir)!;
    for (const pid of [pids.broker, pids.postgres, pids.node]) process.kill(pid!, 'SIGKILL');
    await once(up.node, 'exit');

    up = await startUp(dataDir);

    expect(await startsOf(dataDir)).toBe(3);
    expect(await waitingCases(gatewayOf(dataDir))).toHaveLength(1);
  });

  test('a second start on the same data is told where the first one is, and changes nothing', async () => {
    const { pids } = readState(dataDir)!;

    await expect(startUp(dataDir)).rejects.toThrow(new RegExp(`exit 1: .*已在运行.*${up.url}`));

    expect(Object.values(pids).every(isAlive)).toBe(true);
  });

  test('two checkouts run side by side', async () => {
    const other = newFolder();

    const second = await startUp(other);
    try {
      expect(second.url).not.toBe(up.url);
      expect(await startsOf(other)).toBe(1);
    } finally {
      second.node.kill('SIGTERM');
      await once(second.node, 'exit');
    }
    expect(isAlive(readState(dataDir)!.pids.broker)).toBe(true);
  });

  test('an engine that dies alone is brought back while everything else goes on', async () => {
    const before = readState(dataDir)!.pids;

    process.kill(before.broker!, 'SIGKILL');
    await until(() => readState(dataDir)!.pids.broker !== before.broker);

    expect(await waitingCases(gatewayOf(dataDir))).toHaveLength(1);
    expect(readState(dataDir)!.pids.postgres).toBe(before.postgres);
  });

  test('Ctrl-C stops everything and leaves nobody behind', async () => {
    const { pids } = readState(dataDir)!;

    up.node.kill('SIGINT');
    const [code] = await once(up.node, 'exit');

    expect(code).toBe(0);
    expect(Object.values(pids).some(isAlive)).toBe(false);
    expect(findOurs(path.join(dataDir, 'broker.pid'))).toBeUndefined();
    expect(existsSync(path.join(dataDir, 'up.lock'))).toBe(false);
  });
});
