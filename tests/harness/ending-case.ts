import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { asSystem, type Trx } from '../../core/db.ts';
import { printMissing } from '../../core/documents.ts';
import { setFilesRoot } from '../../core/files.ts';
import { setVaultKeys } from '../../core/vault-keys.ts';
import { deployShipped, greenCase, type GreenCase } from '../../core/verdict/green-case.fixture.ts';
import seal from '../../workers/case/seal.ts';
import verdict from '../../workers/case/verdict.ts';
import { freshDatabase, rolledBack, type TestDatabase } from './database.ts';
import { run } from './factories.ts';

/** A green case in a database of the test file's own, printed, and the two steps that end it. */
export interface EndingCase {
  readonly database: TestDatabase;
  readonly folder: string;
  readonly green: GreenCase;
  step: (trx: Trx, type: 'verdict' | 'seal', more?: object) => ReturnType<typeof run>;
  /** Work on the case after it was sealed; all of it is undone. */
  sealed: <T>(work: (trx: Trx) => Promise<T>) => Promise<T>;
}

/** Have such a case before the tests of this file, and take it away after them. */
export function useEndingCase(): EndingCase {
  let database: TestDatabase;
  let folder: string;
  let green: GreenCase;
  beforeAll(async () => {
    database = await freshDatabase();
    folder = mkdtempSync(join(tmpdir(), 'bihuan-seal-'));
    setFilesRoot(folder);
    setVaultKeys([{ id: 1, value: '0a'.repeat(32) }]);
    await asSystem(database.db, async (trx) => {
      green = await greenCase(trx, await deployShipped(trx));
      // The pictures themselves: two hashes without bytes would be evidence that is lost.
      await trx.raw(`delete from evidence where case_id = ?`, [green.caseId]);
      await trx.raw(`update item set state = 'merged', merged_into = item_id where item_id = ?`, [
        green.itemId,
      ]);
      // Printed once for all tests: each of them starts from a file that is complete.
      await printMissing(trx, green.caseId);
    });
  }, 60_000);
  afterAll(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const step: EndingCase['step'] = (trx, type, more = {}) =>
    run(trx, `case.${type}`, type === 'verdict' ? verdict : seal, {
      variables: { caseId: green.caseId, ...more },
    });
  return {
    get database() {
      return database;
    },
    get folder() {
      return folder;
    },
    get green() {
      return green;
    },
    step,
    sealed: (work) =>
      rolledBack(database.db, async (trx) => {
        await step(trx, 'verdict', { outcome: 'merged' });
        await step(trx, 'seal');
        return work(trx);
      }),
  };
}
