import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { one, type Trx } from '../../core/db.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, aDocument, aSubmission, run, trail } from '../../tests/harness/factories.ts';
import recordReceipt from './record-receipt.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const receiptOf = (trx: Trx, docId: string) =>
  one<Record<string, any>>(trx, 'select * from service_receipt where doc_id = ?', [docId]);
const receipt = { elementId: 'receipt', formId: 'doc.receipt' };

describe('doc.record-receipt', () => {
  test('signed for by the recipient: 签收, with name and time', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const docId = await aDocument(trx, caseId, { state: 'sent', doc_no: 'x〔2026〕1号' });
      const data = { received: 'yes', receiver: '陈亮舟 主要负责人', receivedAt: '2026-03-02T03:00:00.000Z' };
      await aSubmission(trx, { ...receipt, caseId, docId, data });
      const output = await run(trx, 'doc.record-receipt', recordReceipt, { variables: { caseId, docId } });
      expect(output).toEqual({ servedAt: '2026-03-02T03:00:00.000Z', serveResult: '签收' });
      expect(await receiptOf(trx, docId)).toMatchObject({
        serve_result: '签收',
        receiver: '陈亮舟 主要负责人',
        on_behalf: false,
      });
      expect(await one(trx, 'select state from document where doc_id = ?', [docId])).toEqual({
        state: 'served',
      });
      expect((await trail(trx, caseId)).at(-1)).toMatchObject({ act: 'document.served' });
    }));

  test('refused, then left at the place: 留置 with servers and witness as proof', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const docId = await aDocument(trx, caseId, { state: 'sent' });
      await aSubmission(trx, {
        ...receipt,
        caseId,
        docId,
        data: { received: 'no', refuseReason: '不认可' },
        at: new Date('2026-03-02T03:00:00Z'),
      });
      const leave = {
        way: '留置',
        servedAt: '2026-03-03T02:00:00.000Z',
        servers: ['yan.beichuan', 'cao.lingfei'],
        witness: '居委会王某',
      };
      await aSubmission(trx, {
        caseId,
        docId,
        elementId: 'serve-otherwise',
        formId: 'doc.leave',
        data: leave,
        at: new Date('2026-03-03T03:00:00Z'),
      });
      const output = await run(trx, 'doc.record-receipt', recordReceipt, { variables: { caseId, docId } });
      expect(output).toEqual({ servedAt: '2026-03-03T02:00:00.000Z', serveResult: '留置' });
      expect(await receiptOf(trx, docId)).toMatchObject({ receiver: '居委会王某', detail: leave });
    }));

  test('electronic service is recorded as 电子', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const docId = await aDocument(trx, caseId, { state: 'sent' });
      const data = { way: '电子(已签确认书)', servedAt: '2026-03-03T02:00:00.000Z' };
      await aSubmission(trx, { caseId, docId, elementId: 'serve-otherwise', formId: 'doc.leave', data });
      expect(
        await run(trx, 'doc.record-receipt', recordReceipt, { variables: { caseId, docId } }),
      ).toMatchObject({ serveResult: '电子' });
    }));

  test('a receipt is recorded once for ever', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const docId = await aDocument(trx, caseId, { state: 'sent' });
      const data = { received: 'yes', receiver: '甲', receivedAt: '2026-03-02T03:00:00.000Z' };
      await aSubmission(trx, { ...receipt, caseId, docId, data });
      const first = await run(trx, 'doc.record-receipt', recordReceipt, { variables: { caseId, docId } });
      await aSubmission(trx, {
        ...receipt,
        caseId,
        docId,
        data: { ...data, receiver: '乙', receivedAt: '2026-04-02T03:00:00.000Z' },
        at: new Date('2027-01-01'),
      });
      expect(await run(trx, 'doc.record-receipt', recordReceipt, { variables: { caseId, docId } })).toEqual(
        first,
      );
      expect(await receiptOf(trx, docId)).toMatchObject({ receiver: '甲' });
    }));

  test('a receipt of another document counts for nothing', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const [docId, other] = [
        await aDocument(trx, caseId, { state: 'sent' }),
        await aDocument(trx, caseId, { state: 'sent' }),
      ];
      await aSubmission(trx, { ...receipt, caseId, docId: other, data: { received: 'yes' } });
      const recorded = run(trx, 'doc.record-receipt', recordReceipt, { variables: { caseId, docId } });
      await expect(recorded).rejects.toMatchObject({ type: 'conflict' });
    }));
});
