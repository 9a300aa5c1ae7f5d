import knexModule, { type Knex } from 'knex';
import pg from 'pg';
import type { Actor } from './actor.ts';
import type { Installation } from './config.ts';
import { ScopedClient, scopedBy, type Scope } from './db-client.ts';

export type Db = Knex;
export type Trx = Knex.Transaction;

// Days are days (`YYYY-MM-DD`), not instants at somebody's midnight.
pg.types.setTypeParser(1082, (text) => text);

/**
 * Open a pool on `url`. `max` connections; small on purpose: on a small machine more connections only wait for
 * each other.
 */
export function openDatabase(url: string, max = 12): Db {
  return knexModule.knex({
    client: ScopedClient as never,
    connection: { connectionString: url, application_name: 'bihuan' },
    pool: { min: 0, max },
    acquireConnectionTimeout: 10_000,
    // Else the values of a failed statement stand in its message, and so in the log.
    compileSqlOnError: false,
  });
}

/** The application's pool of an installation. */
export const openApp = (installation: Pick<Installation, 'databaseUrl'>): Db =>
  openDatabase(installation.databaseUrl);

/**
 * A transaction that sees every case: for workers and for the product's own housekeeping. `work` is done again after a
 * deadlock, so what it does outside the transaction must bear that.
 */
export function asSystem<T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> {
  return scoped(db, { scope: 'all', groups: [] }, work);
}

/**
 * A transaction on behalf of a person. Row-level security shows only cases to which one of the person's groups is
 * party; desks that read all cases (policy `cases.read-all`) get everything.
 */
export function asActor<T>(db: Db, actor: Actor, work: (trx: Trx) => Promise<T>): Promise<T> {
  return scoped(db, { scope: actor.readsAll ? 'all' : 'own', groups: actor.groups }, work);
}

/** Two transactions waited for each other and Postgres ended this one, or it saw another's change too late. */
const WORTH_ANOTHER_TRY = new Set(['40P01', '40001']);
const MOST_TRIES = 3;

/** A person must not be told of a deadlock: nothing was stored, so the same work is done once more. */
async function scoped<T>(db: Db, scope: Scope, work: (trx: Trx) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt(db, scope, work);
    } catch (error) {
      const { code } = error as { code?: string };
      if (tries === MOST_TRIES || code === undefined || !WORTH_ANOTHER_TRY.has(code)) throw error;
    }
  }
}

async function attempt<T>(db: Db, scope: Scope, work: (trx: Trx) => Promise<T>): Promise<T> {
  const hooks: (() => void)[] = [];
  const result = await db.transaction((trx) => {
    afterCommitHooks.set(trx, hooks);
    return work(trx);
  }, scopedBy(scope));
  for (const hook of hooks) hook();
  return result;
}

const afterCommitHooks = new WeakMap<Trx, (() => void)[]>();

/**
 * Run `hook` once the transaction has committed, never if it rolled back. Only for hints that speed things up
 * (waking the dispatcher, telling browsers); what must happen is a row in the transaction itself.
 */
export function afterCommit(trx: Trx, hook: () => void): void {
  afterCommitHooks.get(trx)?.push(hook);
}

/** Rows of a raw query, typed by the caller. */
export async function rows<T>(
  db: Db | Trx,
  sql: string,
  bindings: readonly unknown[] | Record<string, unknown> = [],
): Promise<T[]> {
  const result = await db.raw<{ rows: T[] }>(sql, bindings as Knex.RawBinding[]);
  return result.rows;
}

/** First row of a raw query, or undefined. */
export async function one<T>(
  db: Db | Trx,
  sql: string,
  bindings: readonly unknown[] | Record<string, unknown> = [],
): Promise<T | undefined> {
  return (await rows<T>(db, sql, bindings))[0];
}
