import { afterAll, beforeAll, jest } from '@jest/globals';
import pg from 'pg';
import { openApi, type Api } from '../../bin/demo/client.ts';
import { PRODUCT_VARIABLE, type RunningProduct } from './product-names.ts';

/** The product under test: its API by person, and its database for looking behind the pages. */
export interface ProductUnderTest extends RunningProduct {
  api: Api;
  /** Rows of a read-only question to the database. */
  rows<T>(sql: string, values?: unknown[]): Promise<T[]>;
  /** What no page offers yet: only where a test cannot be made otherwise. */
  arrange(sql: string, values?: unknown[]): Promise<void>;
}

const TEST_MS = 60_000;
const TURN_MS = 15 * 60_000;
/** Test files of one product take turns: they share one clock, and a file that moves it must not surprise another. */
const TURN_LOCK = 774_001;

/** The product that the files of this worker share; call once at the top of a test file. Its members may be used inside tests only. */
export function useProduct(): ProductUnderTest {
  const product = {} as ProductUnderTest;
  let sql: pg.Client | undefined;
  jest.setTimeout(TEST_MS);
  beforeAll(async () => {
    const products = [JSON.parse(process.env[PRODUCT_VARIABLE] ?? '[]') as RunningProduct[]].flat();
    const running = products[Number(process.env.JEST_WORKER_ID ?? 1) % products.length];
    if (running === undefined) throw new Error('no product runs: start these tests by their jest project');
    const client = new pg.Client({ connectionString: running.ownerDatabaseUrl, application_name: 'tests' });
    client.on('error', () => {});
    await client.connect();
    sql = client;
    await client.query('select pg_advisory_lock($1)', [TURN_LOCK]);
    await client.query(`select set_config('bihuan.scope', 'all', false)`);
    const query = async (text: string, values: unknown[] = []) => (await client.query(text, values)).rows;
    Object.assign(product, running, {
      api: openApi(running.url, running.password),
      rows: query,
      arrange: async (text: string, values: unknown[] = []) => void (await query(text, values)),
    });
  }, TURN_MS);
  afterAll(() => sql?.end());
  return product;
}
