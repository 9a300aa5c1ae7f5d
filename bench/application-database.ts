import type { Actor } from '../core/actor.ts';
import { openDatabase, type Db } from '../core/db.ts';
import { migrate } from '../core/migrate.ts';
import { startProduct } from '../runtime/product.ts';

/** A fresh database without broker: as its owner, to fill it, and as the application's role with row-level security on. */
export interface ApplicationDatabase {
  owner: Db;
  db: Db;
  stop(): Promise<void>;
}

/** Start a Postgres of its own, migrated, in a fresh folder. */
export async function startApplicationDatabase(): Promise<ApplicationDatabase> {
  const product = await startProduct({ broker: false });
  const owner = openDatabase(product.ownerDatabaseUrl, 2);
  await migrate(owner);
  await owner.raw(`alter role bihuan_app login password 'bench'`);
  const url = new URL(product.ownerDatabaseUrl);
  url.username = 'bihuan_app';
  url.password = 'bench';
  const db = openDatabase(url.href, 2);
  return {
    owner,
    db,
    async stop() {
      await db.destroy();
      await owner.destroy();
      await product.stop();
    },
  };
}

/** A clerk of the demo district in these groups, for questions that no log-in comes before. */
export const clerk = (groups: string[], readsAll = false): Actor => ({
  account: 'pan.yichen',
  name: '潘奕辰',
  unitId: 'yjj-zhxt',
  post: '科员',
  groups: [...groups, 'person:pan.yichen'],
  readsAll,
});
