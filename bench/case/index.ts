import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { hash } from '@node-rs/argon2';
import { asSystem } from '../../core/db.ts';
import type { Product } from '../../runtime/product.ts';
import { percentile, table, treeCpuSeconds } from '../stats.ts';
import { startBench, type Bench } from '../start.ts';
import { bareRates, type Rate } from './bare.ts';
import { deployShapes, type Shape } from './diagrams.ts';

const CLERKS = [1, 8, 32];
/** Before anything is measured both sides work this long at full load: a cold JVM needs ten times the CPU. */
const WARM_UP_SECONDS = 120;
const PASSWORD = 'bench-clerk-password';

interface Measured {
  casesPerSecond: number;
  ack: number[];
  next: number[];
  /** CPU milliseconds per case, by part. */
  cpu: { node: number; postgres: number; broker: number; clerks: number };
}

/**
 * `bench case`: K clerks in a closed loop through the HTTP API, everything durable, against the bare broker in the
 * same run. Prints Markdown for bench/README.md.
 */
export async function benchCase(shape: Shape, seconds: number, print: (line: string) => void): Promise<void> {
  print(`### ${shape}: bare broker`);
  const bare = await bareRates(shape, CLERKS, seconds, WARM_UP_SECONDS);
  for (const [k, rate] of bare) print(`K = ${k}: ${rate.casesPerSecond.toFixed(1)} cases/s`);
  const bench = await startBench();
  try {
    await deployShapes(bench.db, bench.engine, bench.brokerEpoch);
    await hireClerks(bench, Math.max(...CLERKS));
    await measure(bench, bench.product, shape, Math.max(...CLERKS), WARM_UP_SECONDS);
    const measured = new Map<number, Measured>();
    for (const k of CLERKS) measured.set(k, await measure(bench, bench.product, shape, k, seconds));
    print(report(shape, bare, measured));
  } finally {
    await bench.stop();
  }
}

async function hireClerks({ db }: Bench, count: number): Promise<void> {
  const password = await hash(PASSWORD);
  await asSystem(db, async (trx) => {
    for (let index = 0; index < count; index += 1) {
      const account = `bench.clerk.${index}`;
      await trx.raw(
        `insert into person (account, name_zh, unit_id, post_zh, password_hash) values (?, ?, 'yjj-zhxt', '基准', ?)`,
        [account, `基准${index}`, password],
      );
      await trx.raw(`insert into membership (account, grp, from_at) values (?, 'bench', '2020-01-01')`, [
        account,
      ]);
    }
  });
}

async function measure(
  bench: Bench,
  product: Product,
  shape: Shape,
  k: number,
  seconds: number,
): Promise<Measured> {
  const pids = { node: process.pid, postgres: product.postgres.pid!, broker: product.broker!.pid! };
  const before = {
    node: process.cpuUsage(),
    postgres: treeCpuSeconds(pids.postgres),
    broker: treeCpuSeconds(pids.broker),
  };
  const clerks = fileURLToPath(new URL('./clerks.ts', import.meta.url));
  const output = await new Promise<string>((resolve, reject) => {
    execFile(
      process.execPath,
      [clerks, bench.url, PASSWORD, shape, String(k), String(seconds)],
      { maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => (error ? reject(new Error(`${error.message}\n${stderr}`)) : resolve(stdout)),
    );
  });
  const told = JSON.parse(output.trim().split('\n').at(-1)!) as {
    casesPerSecond: number;
    ack: number[];
    next: number[];
    cpu: NodeJS.CpuUsage;
  };
  // Warm-up runs at the same rate, so the CPU of the whole run is shared by the cases of the whole run.
  const cases = told.casesPerSecond * (seconds + 4);
  const node = process.cpuUsage(before.node);
  const perCase = (cpuSeconds: number) => (cpuSeconds * 1_000) / cases;
  return {
    casesPerSecond: told.casesPerSecond,
    ack: told.ack,
    next: told.next,
    cpu: {
      node: perCase((node.user + node.system) / 1e6),
      postgres: perCase(treeCpuSeconds(pids.postgres) - before.postgres),
      broker: perCase(treeCpuSeconds(pids.broker) - before.broker),
      clerks: perCase((told.cpu.user + told.cpu.system) / 1e6),
    },
  };
}

function report(shape: Shape, bare: Map<number, Rate>, measured: Map<number, Measured>): string {
  const lines = [...measured].map(([k, m]) => {
    const yard = bare.get(k)!;
    return [
      k,
      yard.casesPerSecond.toFixed(1),
      m.casesPerSecond.toFixed(1),
      (m.casesPerSecond / yard.casesPerSecond).toFixed(2),
      `${percentile(m.ack, 50).toFixed(1)} / ${percentile(m.ack, 99).toFixed(1)}`,
      m.next.length ? `${percentile(m.next, 50).toFixed(1)} / ${percentile(m.next, 99).toFixed(1)}` : '–',
      yard.nextMs.length ? percentile(yard.nextMs, 50).toFixed(1) : '–',
      `${m.cpu.node.toFixed(1)} · ${m.cpu.postgres.toFixed(1)} · ${m.cpu.broker.toFixed(1)} · ${m.cpu.clerks.toFixed(1)}`,
    ];
  });
  return `\n${shape}\n\n${table(
    [
      'K',
      'bare cases/s',
      'bihuan cases/s',
      'ratio',
      'submit-ack p50/p99 ms',
      'submit → next p50/p99 ms',
      'bare next p50 ms',
      'CPU ms per case: web+workers · Postgres · broker · clerks',
    ],
    lines,
  )}\n`;
}
