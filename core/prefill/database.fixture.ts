import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../../tests/harness/database.ts';
import type { Db } from '../db.ts';
import { setFilesRoot } from '../files.ts';

/** A database of the test file's own, and a data folder for the papers that forms show. */
export function useDatabase(): { readonly db: Db } {
  const folder = mkdtempSync(join(tmpdir(), 'bihuan-prefill-'));
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
    setFilesRoot(folder);
  });
  afterAll(async () => {
    await database.close();
    rmSync(folder, { recursive: true });
  });
  return {
    get db() {
      return database.db;
    },
  };
}
