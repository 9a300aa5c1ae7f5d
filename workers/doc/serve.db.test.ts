import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { one, rows, type Trx } from '../../core/db.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, aDocument, run, trail } from '../../tests/harness/factories.ts';
import serve from './serve.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const GROUP = 'firm:91310110DEM010378U';
const DOC = { state: 'numbered', doc_no: '杨应急责改〔2026〕1号' };
const notices = (trx: Trx, caseId: string) =>
  rows<{ grp: string; text: string }>(trx, 'select grp, text from notification where case_id = ?', [caseId]);

describe('doc.serve', () => {
  test('the recipient is told once, and sees its own tasks of the case only', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const docId = await aDocument(trx, caseId, DOC);
      const variables = { caseId, docId, recipient: { unitId: 'x', group: GROUP } };
      await run(trx, 'doc.serve', serve, { variables });
      await run(trx, 'doc.serve', serve, { variables });
      expect(await notices(trx, caseId)).toEqual([
        { grp: GROUP, text: '您有一份文书待签收:《责令限期整改指令书》杨应急责改〔2026〕1号' },
      ]);
      expect(await one(trx, 'select state from document where doc_id = ?', [docId])).toEqual({
        state: 'sent',
      });
      const party = await one(trx, 'select scope from case_party where case_id = ? and grp = ?', [
        caseId,
        GROUP,
      ]);
      expect(party).toEqual({ scope: 'task' });
      expect((await trail(trx, caseId)).filter(({ act }) => act === 'document.sent')).toHaveLength(1);
    }));

  test('without an account the clerks are told', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const docId = await aDocument(trx, caseId, DOC);
      await run(trx, 'doc.serve', serve, {
        variables: { caseId, docId, recipient: { unitId: null, group: null } },
      });
      expect(await notices(trx, caseId)).toMatchObject([{ grp: 'clerk' }]);
    }));

  test('a draft is not sent', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const docId = await aDocument(trx, caseId);
      await run(trx, 'doc.serve', serve, { variables: { caseId, docId, recipient: { group: GROUP } } });
      expect(await notices(trx, caseId)).toEqual([]);
    }));
});
