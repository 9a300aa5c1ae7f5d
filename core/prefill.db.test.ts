import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freshDatabase, rolledBack, type TestDatabase } from '../tests/harness/database.ts';
import {
  aCase,
  aClock,
  aDocument,
  anExtension,
  aSubmission,
  deployed,
  run,
} from '../tests/harness/factories.ts';
import { background, FIRM, opened, PLACE } from '../tests/harness/opened-form.ts';
import route from '../workers/hazard/route.ts';
import { definition } from './definitions.ts';
import { reserveTyped } from './doc-numbers.ts';
import { setFilesRoot } from './files.ts';
import { formContext } from './submission/context.ts';
import { checkForm } from './forms/index.ts';
import { actorOf } from './people.ts';
import { prefill } from './prefill.ts';

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

describe('forms as they open', () => {
  test('派单: suggested units by name, the first as lead, and the end of the whole matter', () =>
    rolledBack(database.db, async (trx) => {
      const ground = await background(trx);
      await run(trx, 'hazard.route', route, { variables: { caseId: ground.caseId } });
      const total = await aClock(trx, { caseId: ground.caseId, key: 'hazard.total.report' });
      const { data } = await opened(trx, ground, 'hazard.order', {
        task: { variables: { totalClockId: total.clock_id } },
      });
      expect(data.suggestion[0]).toEqual({
        unit: '安全生产监督管理科',
        why: expect.stringContaining('动火与临时用电'),
      });
      expect(data.lead).toBe('yjj-aqjg');
      expect(data.dueAt).toBe(total.due_at.toISOString());
    }));

  test('受理: the time limit follows from channel and kind, the urgency from the report', () =>
    rolledBack(database.db, async (trx) => {
      const { data } = await opened(trx, await background(trx), 'hazard.accept');
      expect(data).toMatchObject({ clockKey: '督办复核', urgent: true });
    }));

  test('核查: the reported place with its coordinates, and the officer in the list', () =>
    rolledBack(database.db, async (trx) => {
      const { data } = await opened(trx, await background(trx), 'hazard.verify', { account: 'wu.beihai' });
      expect(data).toMatchObject({ reportedPlace: PLACE, officers: ['wu.beihai'] });
      expect(data.place).toBeUndefined();
    }));

  test('裁定: which unit returned the order and why', () =>
    rolledBack(database.db, async (trx) => {
      const { data } = await opened(trx, await background(trx), 'hazard.rule');
      expect(data.trail).toEqual([
        { unit: '区商务委员会', reason: '不属本单位职责:该企业为工业企业', at: expect.any(String) },
      ]);
    }));

  test('整改: what is ordered, when, and the pictures of the problem', () =>
    rolledBack(database.db, async (trx) => {
      const { data } = await opened(trx, await background(trx), 'rectify.submit', {
        account: 'firm.chen.liang',
      });
      expect(data.order).toBe('配电箱线路裸露\n更换配电箱;规范敷线\n清理可燃物\n整改期限：2026年3月20日');
      expect(data.beforePhotos).toEqual([
        { sha256: 'a'.repeat(64), name: 'before.jpg', takenAt: '2026-03-02T02:00:00.000Z', place: PLACE },
      ]);
      expect(Date.parse(data.orderedAt)).not.toBeNaN();
    }));

  test('复查: one row per demand, and two officers once an order was issued', () =>
    rolledBack(database.db, async (trx) => {
      const ground = await background(trx);
      const first = await opened(trx, ground, 'rectify.recheck', { account: 'wu.beihai' });
      expect(first.data).toMatchObject({
        points: [{ item: '更换配电箱' }, { item: '规范敷线' }, { item: '清理可燃物' }],
        enforcement: false,
        checkers: ['wu.beihai'],
      });
      await aDocument(trx, ground.caseId, { doc_no: '杨应急责改〔2026〕1号' });
      expect((await opened(trx, ground, 'rectify.recheck')).data.enforcement).toBe(true);
    }));

  test('销号: what was done by whom, and the pictures side by side', () =>
    rolledBack(database.db, async (trx) => {
      const { data } = await opened(trx, await background(trx), 'strike-off');
      expect(data.trail).toContainEqual({
        step: 'verify',
        person: '吴北海',
        at: expect.any(String),
        result: '重大隐患',
      });
      expect(data.evidence).toMatchObject([
        {
          no: 1,
          title: '配电箱线路裸露',
          before: [{ sha256: 'a'.repeat(64) }],
          after: [{ sha256: 'b'.repeat(64) }],
        },
      ]);
    }));

  test('审核: the plan under review, point by point; 验收: its six parts', () =>
    rolledBack(database.db, async (trx) => {
      const ground = await background(trx);
      await aSubmission(trx, {
        caseId: ground.caseId,
        definitionKey: ground.definitionKey,
        elementId: 'major-plan',
        formId: 'hazard.plan',
        by: 'firm.chen.liang',
        data: {
          goal: '消除电气火灾风险',
          deadline: '2026-05-01',
          signature: { account: 'firm.chen.liang', signedAt: '2026-03-03T00:00:00Z' },
        },
      });
      const review = await opened(trx, ground, 'review', { task: { separate_from: ['major-plan'] } });
      expect(review.data.object).toMatch(/^重大隐患治理方案\(陈亮舟,/);
      expect(review.data.points).toEqual([
        { item: '治理的目标和任务:消除电气火灾风险' },
        { item: '治理的时限和要求:2026年5月1日' },
      ]);
      const { data } = await opened(trx, ground, 'hazard.acceptance');
      expect(data.points).toHaveLength(6);
      expect(data.points[0]).toEqual({ part: '治理的目标和任务:消除电气火灾风险' });
    }));

  test('签发: the draft as a PDF in the file store; 修改: its passages; 签收: its number', () =>
    rolledBack(database.db, async (trx) => {
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
    rolledBack(database.db, async (trx) => {
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
      await anExtension(trx, clock, { days: 15, requestedAt: new Date('2026-03-19T02:00:00Z') });
      const { data } = await opened(trx, ground, 'extension.decide', { task: { scope_id: clock.clock_id } });
      expect(data).toMatchObject({ requestedDays: 15, grantedDays: 15 });
      expect(data.request).toContainEqual({ item: '申请人', value: '陈亮舟' });
    }));

  test('补正: each red line since it is red, with what only a leader can explain', () =>
    rolledBack(database.db, async (trx) => {
      const ground = await background(trx);
      const verdict = (seq: number, at: string, lines: object[]) =>
        trx('verdict').insert({
          case_id: ground.caseId,
          seq,
          at,
          result: 'red',
          predicates: JSON.stringify(lines),
        });
      const line = (id: string, value: string, curable: boolean) => ({
        id,
        value,
        curable,
        message: `${id}的说明`,
      });
      await verdict(1, '2026-03-01T02:00:00Z', [line('C4', 'red', false), line('C6', 'red', true)]);
      await verdict(2, '2026-03-02T02:00:00Z', [line('C4', 'red', false), line('C6', 'green', true)]);
      await verdict(3, '2026-03-03T02:00:00Z', [
        line('C4', 'red', false),
        line('C6', 'red', true),
        line('C7', 'green', true),
      ]);
      const { data } = await opened(trx, ground, 'supplement');
      expect(data.redLines).toEqual([
        { id: 'C4', message: 'C4的说明', since: '2026年3月1日', historic: true },
        { id: 'C6', message: 'C6的说明', since: '2026年3月3日', historic: false },
      ]);
    }));

  test('答复: a text that names the matter and the result, and nobody', () =>
    rolledBack(database.db, async (trx) => {
      const ground = await background(trx);
      const { data } = await opened(trx, ground, 'hazard.answer', { elementId: 'answer' });
      expect(data.content).toContain(ground.caseNo);
      expect(data.content).toContain('重大事故隐患');
      expect(data.content).not.toContain('沪舟');
    }));

  test('强制措施: the number after the last one that anybody entered this year', () =>
    rolledBack(database.db, async (trx) => {
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

  test('what is filled in passes the check of its own form, in every form that is shipped', () =>
    rolledBack(database.db, async (trx) => {
      const ground = await background(trx);
      const clock = await aClock(trx, { caseId: ground.caseId, key: 'rectify.term' });
      await anExtension(trx, clock, { days: 15, requestedAt: new Date() });
      const docId = await aDocument(trx, ground.caseId, { data: JSON.stringify({ secrecy: '不予公开' }) });
      const task = {
        doc_id: docId,
        scope_id: clock.clock_id,
        separate_from: ['verify'],
        variables: { recheckGroup: 'street:dinghai' },
      };
      const { schemas } = await definition(trx, ground.definitionKey);
      for (const formId of Object.keys(schemas)) {
        const elementId = {
          record: 'write-unfounded',
          'notice.publicity': 'publish-listing',
          'referral.deliver': 'hand-over-referral',
        }[formId];
        const {
          form,
          data,
          actor,
          task: opening,
        } = await opened(trx, ground, formId, { task, ...(elementId ? { elementId } : {}) });
        const filled = form.fields.filter(
          (field) => field.auto !== null && !field.readonly && !field.fixedRows && field.key in data,
        );
        const sent = Object.fromEntries(
          filled.filter(({ type }) => type !== 'table').map(({ key }) => [key, data[key]]),
        );
        const checked = checkForm(
          form,
          sent,
          await formContext(trx, actor, form, { task: opening, caseId: ground.caseId }),
        );
        const faults = checked.ok ? [] : checked.errors.filter(({ path }) => path in sent);
        // Two officers are asked for, and the product knows only the one who opened the form.
        expect([formId, faults.filter(({ message }) => !message.includes('至少'))]).toEqual([formId, []]);
      }
    }));
});
