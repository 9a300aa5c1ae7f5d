import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { one, type Trx } from '../../core/db.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, aSubmission, deployed, run, trail } from '../../tests/harness/factories.ts';
import render from './render.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const FIRM = '91310110DEM010378U';
const documentOf = (trx: Trx, docId: unknown) =>
  one<Record<string, any>>(trx, 'select * from document where doc_id = ?', [docId]);

/** A verified hazard with a date, as it stands before the order is served. */
async function verified(trx: Trx) {
  const definitionKey = await deployed(trx, 'hazard-dispatch');
  const { caseId } = await aCase(trx, { firmUscc: FIRM });
  await aSubmission(trx, {
    caseId,
    elementId: 'verify',
    formId: 'hazard.verify',
    definitionKey,
    data: {
      facts: '三号车间配电箱门缺失、线路裸露',
      demand: '更换配电箱',
      rectifyBy: '2026-03-20',
      articles: ['安全生产法 第三十六条'],
    },
  });
  const variables = {
    caseId,
    docTemplate: 'rectify-order',
    docId: null,
    recipient: { unitId: FIRM, group: `firm:${FIRM}` },
    data: { itemId: null },
  };
  return { caseId, variables };
}

describe('doc.render', () => {
  test('the draft of the order says what was found, to whom it goes, and that it is a draft', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId, variables } = await verified(trx);
      const { docId } = await run(trx, 'doc.render', render, { elementId: 'render', variables });
      const document = await documentOf(trx, docId);
      expect(document).toMatchObject({
        title: '责令限期整改指令书',
        way: 'serve',
        state: 'draft',
        version: 1,
        doc_no: null,
        template: 'rectify-order',
        recipient: { unitId: FIRM, group: `firm:${FIRM}`, name: '上海沪舟精密铸件(虚构)有限公司' },
      });
      const said = JSON.stringify(document!.body);
      for (const part of [
        '三号车间配电箱门缺失、线路裸露',
        '更换配电箱',
        '2026年3月20日',
        '安全生产法 第三十六条',
      ])
        expect(said).toContain(part);
      expect((await trail(trx, caseId)).at(-1)).toMatchObject({ act: 'document.drafted', body: { docId } });
    }));

  test('sent back it is the same document in its next version, with the corrected passages', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId, variables } = await verified(trx);
      const { docId } = await run(trx, 'doc.render', render, { variables });
      const body = [{ key: 'facts', label: '问题', value: '配电箱门缺失' }];
      await aSubmission(trx, {
        caseId,
        elementId: 'redraft',
        formId: 'doc.draft',
        docId: String(docId),
        data: { body, reply: '已改' },
      });
      expect(await run(trx, 'doc.render', render, { variables: { ...variables, docId } })).toEqual({ docId });
      expect(await documentOf(trx, docId)).toMatchObject({ version: 2, state: 'draft', body });
      await run(trx, 'doc.render', render, { variables: { ...variables, docId } });
      expect(await documentOf(trx, docId)).toMatchObject({ version: 3, body });
    }));

  test('a numbered document is not made anew', () =>
    rolledBack(database.db, async (trx) => {
      const { variables } = await verified(trx);
      const { docId } = await run(trx, 'doc.render', render, { variables });
      await trx.raw(`update document set doc_no = '杨应急责改〔2026〕9号' where doc_id = ?`, [String(docId)]);
      await expect(
        run(trx, 'doc.render', render, { variables: { ...variables, docId } }),
      ).rejects.toMatchObject({ type: 'conflict' });
    }));

  test('a recipient outside the register is named as it was reported', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx, { facts: { object: '无证小作坊' } });
      const variables = {
        caseId,
        docTemplate: 'rectify-order',
        recipient: { unitId: null, group: null },
        data: null,
      };
      const { docId } = await run(trx, 'doc.render', render, { variables });
      expect((await documentOf(trx, docId))!.recipient).toEqual({
        unitId: null,
        group: null,
        name: '无证小作坊',
      });
    }));

  test('an unknown template stops at the operator', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const made = run(trx, 'doc.render', render, { variables: { caseId, docTemplate: 'nothing-of-ours' } });
      await expect(made).rejects.toMatchObject({ type: 'unknown-template' });
    }));
});
