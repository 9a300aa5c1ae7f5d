import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { asSystem, openDatabase, type Db, type Trx } from '../../core/db.ts';
import { APP_PASSWORD, TEMPLATE, URL_VARIABLE } from './database-names.ts';

/** A database of its own for one test file. */
export interface TestDatabase {
  /** Pool of the product's own role, which owns nothing: rights and row-level security are the real ones. */
  db: Db;
  /** Connection string of that role. */
  url: string;
  /** Connection string of the schema's owner. */
  ownerUrl: string;
  /** Close the pool and drop the database. */
  close(): Promise<void>;
}

/** Copy the migrated and seeded template (about 0.1 s). Throws outside jest's project `database`. */
export async function freshDatabase(): Promise<TestDatabase> {
  const cluster = process.env[URL_VARIABLE];
  if (cluster === undefined) throw new Error('run with --selectProjects database');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onCluster(cluster, `create database ${name} template ${TEMPLATE}`);
  const ownerUrl = withDatabase(cluster, name);
  const app = new URL(ownerUrl);
  app.username = 'bihuan_app';
  app.password = APP_PASSWORD;
  const db = openDatabase(app.href, 4);
  return {
    db,
    url: app.href,
    ownerUrl,
    async close() {
      await db.destroy();
      await onCluster(cluster, `drop database if exists ${name} with (force)`);
    },
  };
}

class Undo extends Error {}

/** Run `work` in a transaction that sees every case and is rolled back whatever happens; gives what it returned. */
export async function rolledBack<T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> {
  let result: T | undefined;
  try {
    await asSystem(db, async (trx) => {
      result = await work(trx);
      throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
  return result as T;
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

async function onCluster(url: string, command: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(command);
  } finally {
    await client.end();
  }
}
