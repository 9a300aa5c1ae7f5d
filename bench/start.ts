import { prepare } from '../bin/serve.ts';
import { openDatabase, one, type Db } from '../core/db.ts';
import { connectEngine, type Engine } from '../core/engine.ts';
import { handlerOf } from '../workers/host.ts';
import { verb } from '../workers/verb.ts';
import { startProduct, type Product } from '../runtime/product.ts';
import { readablePassword, type App } from '../runtime/installation.ts';
import { Type } from '@sinclair/typebox';
import { pino } from 'pino';

export interface Bench {
  product: Product;
  url: string;
  /** Of the people of the demo district. */
  password: string;
  db: Db;
  engine: Engine;
  brokerEpoch: string;
  stop(): Promise<void>;
}

/** A whole installation in this process, durable, in a fresh folder; `bench.step` is a verb that only leaves its rows. */
export async function startBench(): Promise<Bench> {
  let app: App | undefined;
  const password = readablePassword();
  const product = await startProduct({
    mode: 'test',
    durable: true,
    demoPassword: password,
    beforeBroker: async (installation) => void (app = await prepare(installation)),
  });
  await app!.run();
  const db = openDatabase(product.ownerDatabaseUrl, 4);
  const engine = connectEngine(product.gatewayAddress);
  const { broker_epoch: brokerEpoch } = (await one<{ broker_epoch: string }>(
    db,
    'select broker_epoch from installation',
  ))!;
  const step = verb({ name: '基准服务', input: Type.Object({}), run: () => Promise.resolve({}) });
  const host = { db, engine, log: pino({ level: 'silent' }), brokerEpoch };
  const jobs = engine.jobs(
    'bench.step',
    { timeout: 60_000, sweepEvery: 5_000 },
    handlerOf(host, 'bench.step', step),
  );
  return {
    product,
    url: app!.url,
    password,
    db,
    engine,
    brokerEpoch,
    async stop() {
      await jobs.close();
      await engine.close();
      await db.destroy();
      await app!.stop();
      await product.stop();
    },
  };
}
