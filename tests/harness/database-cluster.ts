import { openDatabase } from '../../core/db.ts';
import { openInstallation } from '../../core/installation.ts';
import { migrate } from '../../core/migrate.ts';
import { startProduct, type Product } from '../../runtime/product.ts';
import { APP_PASSWORD, TEMPLATE, URL_VARIABLE } from './database-names.ts';

let running: Product | undefined;

/**
 * One throw-away Postgres with a migrated and seeded database to copy from. Its owner's address goes to the test
 * processes by environment; see database.ts for what a test gets.
 */
export async function startTestDatabase(): Promise<void> {
  running = await startProduct({ broker: false, exporter: false });
  const template = openDatabase(await running.postgres.createDatabase(TEMPLATE), 1);
  try {
    await migrate(template);
    await template.raw(`alter role bihuan_app login password '${APP_PASSWORD}'`);
    await openInstallation(template, 'test');
  } finally {
    // Nobody may be connected to a database that is copied.
    await template.destroy();
  }
  process.env[URL_VARIABLE] = running.postgres.urlOf('postgres');
}

/** Stop that Postgres and remove its folder. */
export async function stopTestDatabase(): Promise<void> {
  await running?.stop();
  running = undefined;
}
