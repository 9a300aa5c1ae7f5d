import { describe, expect, test } from '@jest/globals';
import { rolledBack } from '../../tests/harness/database.ts';
import { aCase, aClock, aDocument, anExtension, deployed } from '../../tests/harness/factories.ts';
import { background, FIRM, opened } from '../../tests/harness/opened-form.ts';
import { definition } from '../definitions.ts';
import { reserveTyped } from '../doc-numbers.ts';
import { actorOf } from '../people.ts';
import { prefill } from '../prefill.ts';
import { useDatabase } from './database.fixture.ts';

const given = useDatabase();

describe('forms about papers and limits as they open', () => {
  test('签发: the draft as a PDF in the file store; 修改: its passages; 签收: its number', () =>
    rolledBack(given.db, async (trx) => {
      const ground = await background(trx);
      const body = [{ key: 'facts', label: '检查发现的问题', value: '配电箱门缺失' }];
      const docId = await aDocument(trx, ground.caseId, {
        body: JSON.stringify(body),
        data: JSON.stringify({ secrecy: '依申请公开' }),
      });
      const task = { doc_id: docId };
      const sign = (await opened(trx, ground, 'doc.sign', { task })).data;
      expect(sign).toMatchObject({
        secrecy: '依申请公开',
        draft: [{ name: '责令限期整改指令书(第1稿).pdf', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
      });
      expect((await opened(trx, ground, 'doc.draft', { task })).data.body).toEqual(body);
      await trx.raw(`update document set doc_no = 'x〔2026〕1号', recipient = ? where doc_id = ?`, [
        JSON.stringify({ group: `firm:${FIRM}` }),
        docId,
      ]);
      const receipt = async (account: string) =>
        (await opened(trx, ground, 'doc.receipt', { task, account })).data;
      expect(await receipt('firm.chen.liang')).toMatchObject({
        docNo: 'x〔2026〕1号',
        onBehalf: false,
        receiver: '陈亮舟 主要负责人(虚构)',
      });
      expect(await receipt('fu.lianyi')).toMatchObject({ onBehalf: true });
    }));

  test('延期: the clock and what is left of the ceiling; 审批: the application', () =>
    rolledBack(given.db, async (trx) => {
      const ground = await background(trx);
      const clock = await aClock(trx, { caseId: ground.caseId, key: 'rectify.term' });
      await trx.raw('update clock set extended_days = 12 where clock_id = ?', [clock.clock_id]);
      const form = (await definition(trx, await deployed(trx, 'extension-approval'))).form(
        'extension.request',
      );
      const actor = (await actorOf(trx, 'firm.chen.liang'))!;
      const asked = await prefill(trx, form, { actor, caseId: ground.caseId, clockId: clock.clock_id });
      expect(asked).toEqual({
        clockName: '整改期限',
        dueAt: clock.due_at.toISOString(),
        maxDays: 18,
        applicant: 'firm.chen.liang',
      });
      const files = [{ sha256: 'c'.repeat(64), name: '供货说明.docx' }];
      const requestedAt = new Date('2026-03-19T02:00:00Z');
      await anExtension(trx, clock, { days: 15, requestedAt, data: { files } });
      const { data } = await opened(trx, ground, 'extension.decide', { task: { scope_id: clock.clock_id } });
      expect(data).toMatchObject({ requestedDays: 15, grantedDays: 15, files });
      expect(data.request).toContainEqual({ item: '申请人', value: '陈亮舟' });
    }));

  test('强制措施: the number after the last one that anybody entered this year', () =>
    rolledBack(given.db, async (trx) => {
      const ground = await background(trx);
      const year = new Date().getFullYear();
      expect((await opened(trx, ground, 'hazard.control')).data.decisionNo).toBe(`杨应急现决〔${year}〕1号`);
      const { caseId } = await aCase(trx);
      const seven = {
        key: 'decisionNo',
        number: `杨应急现决〔${year}〕7号`,
        series: '杨应急现决',
        year,
        no: 7,
      };
      expect(await reserveTyped(trx, [seven], { caseId, at: new Date() })).toEqual([]);
      expect((await opened(trx, ground, 'hazard.control')).data.decisionNo).toBe(`杨应急现决〔${year}〕8号`);
    }));
});
