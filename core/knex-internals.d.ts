// The two classes of knex that its own documentation extends for custom clients; it ships no types for them.
declare module 'knex/lib/dialects/postgres/index.js' {
  export default class PostgresClient {
    constructor(config: object);
    transaction(container: unknown, config: unknown, outer: unknown): unknown;
    _query(connection: unknown, query: { sql: string; options?: object }): Promise<unknown>;
  }
}
declare module 'knex/lib/dialects/postgres/execution/pg-transaction.js' {
  export default class PostgresTransaction {
    constructor(client: unknown, container: unknown, config?: unknown, outer?: unknown);
    begin(connection: unknown): Promise<unknown>;
    query(connection: unknown, sql: string): Promise<unknown>;
  }
}
