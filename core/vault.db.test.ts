import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freshDatabase, rolledBack, type TestDatabase } from '../tests/harness/database.ts';
import { aCase } from '../tests/harness/factories.ts';
import { one, rows } from './db.ts';
import { actorOf } from './people.ts';
import { revealReporter, sealReporter, vaultValues } from './vault.ts';
import { setVaultKeys } from './vault-keys.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  setVaultKeys([{ id: 1, value: '0a'.repeat(32) }]);
});
afterAll(() => database.close());

const REPORTER = { reporter: '苗小满', reporterPhone: '13800138000', isEmployee: true };

describe('the reporter vault', () => {
  test('keeps nothing in clear, adds what is learnt later, and gives values only for scans', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      await sealReporter(trx, caseId, REPORTER);
      await sealReporter(trx, caseId, { extraVault: '住在3号楼' });
      const row = await one<{ sealed: Buffer }>(trx, 'select sealed from reporter_vault where case_id = ?', [
        caseId,
      ]);
      for (const value of ['苗小满', '13800138000', '住在3号楼'])
        expect(row!.sealed.includes(value)).toBe(false);
      expect((await vaultValues(trx, caseId)).sort()).toEqual(['13800138000', '住在3号楼', '苗小满'].sort());
    }));

  test('opens only for a 保密员 with a reason, and every look leaves a row without the value', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      await sealReporter(trx, caseId, REPORTER);
      const keeper = (await actorOf(trx, 'tao.anran'))!;
      const other = (await actorOf(trx, 'he.zhengyan'))!;
      await expect(revealReporter(trx, other, caseId, '核实奖励对象身份')).rejects.toMatchObject({
        status: 403,
      });
      await expect(revealReporter(trx, keeper, caseId, '看看')).rejects.toMatchObject({ status: 400 });
      expect(await revealReporter(trx, keeper, caseId, '核实奖励对象身份')).toEqual(REPORTER);
      expect(await rows(trx, 'select by, reason from vault_read where case_id = ?', [caseId])).toEqual([
        { by: 'tao.anran', reason: '核实奖励对象身份' },
      ]);
      const [audit] = await rows<{ act: string; body: string }>(
        trx,
        `select act, body from audit_event where case_id = ? and act = 'reporter.revealed'`,
        [caseId],
      );
      expect(audit!.body).not.toContain('苗小满');
    }));

  test('of one case does not open another: a row copied to it is refused', () =>
    rolledBack(database.db, async (trx) => {
      const [one_, other] = [await aCase(trx), await aCase(trx)];
      await sealReporter(trx, one_.caseId, REPORTER);
      await trx.raw('update reporter_vault set case_id = ? where case_id = ?', [other.caseId, one_.caseId]);
      await expect(vaultValues(trx, other.caseId)).rejects.toThrow();
    }));
});
