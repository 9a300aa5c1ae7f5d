import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rows, type Trx } from '../../core/db.ts';
import { now } from '../../core/time.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, aDocument, anItem, run } from '../../tests/harness/factories.ts';
import refer from './refer.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const job = (caseId: string, docId: string, itemId: string | null = null) => ({
  headers: { reason: '公职人员线索' },
  variables: { caseId, docId, itemId },
});
const received = (trx: Trx, caseId: string, docId: string) =>
  trx('service_receipt').insert({
    receipt_id: randomUUID(),
    doc_id: docId,
    case_id: caseId,
    serve_result: '签收',
    served_at: now(),
    receiver: '项清和',
    at: now(),
  });

describe('accountability.refer', () => {
  test('a hand-over nobody has signed for is none', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const docId = await aDocument(trx, caseId);
      await expect(run(trx, 'accountability.refer', refer, job(caseId, docId))).rejects.toThrow('还没有回执');
    }));

  test('with the receipt it stands in the register once, and an item that was handed over ends as transferred', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const [docId, itemId] = [await aDocument(trx, caseId), await anItem(trx, caseId)];
      await received(trx, caseId, docId);
      await run(trx, 'accountability.refer', refer, job(caseId, docId, itemId));
      await run(trx, 'accountability.refer', refer, job(caseId, docId, itemId));
      const register = await rows(
        trx,
        'select reason, receiver, item_id from accountability_referral where case_id = ?',
        [caseId],
      );
      expect(register).toEqual([{ reason: '公职人员线索', receiver: '项清和', item_id: itemId }]);
      const [item] = await rows<{ state: string }>(trx, 'select state from item where item_id = ?', [itemId]);
      expect(item).toEqual({ state: 'transferred' });
    }));
});
