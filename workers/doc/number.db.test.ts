import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { one, type Trx } from '../../core/db.ts';
import { setClockOffset } from '../../core/time.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, aDocument, aSubmission, run, trail } from '../../tests/harness/factories.ts';
import number from './number.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  setClockOffset(Date.parse('2026-12-31T15:00:00Z') - Date.now(), { first: true });
});
afterAll(() => database.close());

const sign = (trx: Trx, caseId: string, docId: string, decision: string, at = new Date()) =>
  aSubmission(trx, {
    caseId,
    docId,
    elementId: 'sign',
    formId: 'doc.sign',
    by: 'he.zhengyan',
    at,
    data: { decision, secrecy: '不予公开' },
  });
const numbered = (trx: Trx, caseId: string, docId: string, signerGroup: string | null = 'lead') =>
  run(trx, 'doc.number', number, { variables: { caseId, docId, signerGroup } });

describe('doc.number', () => {
  test('a signed document gets the next number of its series and year, and says who signed', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const [first, second] = [await aDocument(trx, caseId), await aDocument(trx, caseId)];
      await sign(trx, caseId, first, 'agree');
      await sign(trx, caseId, second, 'agree');
      expect(await numbered(trx, caseId, first)).toEqual({ docNo: '杨应急责改〔2026〕1号' });
      expect(await numbered(trx, caseId, second)).toEqual({ docNo: '杨应急责改〔2026〕2号' });
      const row = await one(trx, 'select state, signed_by, data from document where doc_id = ?', [first]);
      expect(row).toEqual({ state: 'numbered', signed_by: 'he.zhengyan', data: { secrecy: '不予公开' } });
      expect((await trail(trx, caseId)).at(-1)).toMatchObject({
        act: 'document.numbered',
        body: { docId: second },
      });
    }));

  test('a document keeps its number for ever', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const docId = await aDocument(trx, caseId);
      await sign(trx, caseId, docId, 'agree');
      const once = await numbered(trx, caseId, docId);
      expect(await numbered(trx, caseId, docId)).toEqual(once);
      expect(await one(trx, `select last from case_counter where series = '杨应急责改'`)).toEqual({
        last: 1,
      });
    }));

  test('the numbers begin again with the Shanghai year, not the UTC one', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const docId = await aDocument(trx, caseId);
      setClockOffset(Date.parse('2026-12-31T16:30:00Z') - Date.now(), { first: true });
      const { docNo } = await numbered(trx, caseId, docId, null);
      setClockOffset(Date.parse('2026-12-31T15:00:00Z') - Date.now(), { first: true });
      expect(docNo).toBe('杨应急责改〔2027〕1号');
    }));

  test('without a signature, or with the last one refused, there is no number', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const docId = await aDocument(trx, caseId);
      await expect(numbered(trx, caseId, docId)).rejects.toMatchObject({ type: 'conflict' });
      await sign(trx, caseId, docId, 'agree', new Date('2026-03-01T00:00:00Z'));
      await sign(trx, caseId, docId, 'return', new Date('2026-03-02T00:00:00Z'));
      await expect(numbered(trx, caseId, docId)).rejects.toMatchObject({ type: 'conflict' });
    }));
});
