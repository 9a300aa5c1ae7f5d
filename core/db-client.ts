import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import PostgresClient from 'knex/lib/dialects/postgres/index.js';
import PostgresTransaction from 'knex/lib/dialects/postgres/execution/pg-transaction.js';
import pg from 'pg';
import { withoutValues } from './database-errors.ts';

/** What a transaction may see; row-level security reads it. */
export interface Scope {
  scope: 'all' | 'own';
  /** The person's groups, where the scope is `own`. */
  groups: readonly string[];
}

/**
 * A pool's client for knex that saves what costs most on a busy machine, round trips and planning: the scope of a
 * transaction travels with its BEGIN, and a statement seen before is prepared once per connection (a plan of a
 * statement with row-level security costs more than its run). Its errors quote nothing that somebody typed.
 */
export class ScopedClient extends PostgresClient {
  override transaction(container: unknown, config: unknown, outer: unknown) {
    return new ScopedTransaction(this, container, config as { bihuanScope?: Scope }, outer);
  }

  override _query(connection: unknown, query: { sql: string; options?: object }) {
    const name = nameOf(query.sql);
    // In the object itself: knex finds the response there again.
    if (name !== undefined) query.options = { ...query.options, name };
    return super._query(connection, query).catch((error: unknown) => {
      throw withoutValues(error);
    });
  }
}

/** Config of `knex.transaction` under which this client opens it with a scope. */
export const scopedBy = (scope: Scope): Knex.TransactionConfig => ({ bihuanScope: scope }) as object;

class ScopedTransaction extends PostgresTransaction {
  private readonly scope: Scope | undefined;
  constructor(client: unknown, container: unknown, config?: { bihuanScope?: Scope }, outer?: unknown) {
    super(client, container, config, outer);
    this.scope = config?.bihuanScope;
  }

  override begin(connection: unknown) {
    if (this.scope === undefined) return super.begin(connection);
    const groups = pg.escapeLiteral(this.scope.groups.join(','));
    return this.query(
      connection,
      `BEGIN; select set_config('bihuan.scope', '${this.scope.scope}', true), set_config('bihuan.groups', ${groups}, true)`,
    );
  }
}

/** Texts worth preparing are few and come again; the cap keeps odd ones (batches of many lengths) from piling up. */
const MOST_PREPARED = 300;
const SEEN_BEFORE = 2;
const PREPARABLE = /^\s*(?:select|insert|update|delete|with)\b/i;
const seen = new Map<string, number>();
const prepared = new Map<string, string>();

function nameOf(sql: string): string | undefined {
  const name = prepared.get(sql);
  if (name !== undefined) return name;
  if (prepared.size >= MOST_PREPARED || !PREPARABLE.test(sql)) return undefined;
  const times = (seen.get(sql) ?? 0) + 1;
  if (seen.size > 10 * MOST_PREPARED) seen.clear();
  seen.set(sql, times);
  if (times <= SEEN_BEFORE) return undefined;
  seen.delete(sql);
  const made = createHash('sha256').update(sql).digest('hex').slice(0, 40);
  prepared.set(sql, made);
  return made;
}
