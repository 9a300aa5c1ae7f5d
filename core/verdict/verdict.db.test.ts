import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { both, data, idsOf, lateVerify, openBench, sql, type Bench, type Change } from './bench.fixture.ts';
import { REPORTER, visit } from './green-case.fixture.ts';
import { CHECKS } from './index.ts';

let bench: Bench;
let judged: Bench['judged'];
beforeAll(async () => {
  bench = await openBench();
  ({ judged } = bench);
}, 60_000);
afterAll(() => bench.close());

const returned = (extra: Record<string, unknown>): Change => (trx, c) =>
  trx('submission').insert({ submission_id: randomUUID(), case_id: c.caseId, element_id: 'take', form_id: 'hazard.take', data: JSON.stringify({ decision: 'return', ...extra }), answer: '{}', by: 'wu.beihai', at: '2026-03-02T03:10:00Z' }); // prettier-ignore
const ruling: Change = (trx, c) =>
  trx('submission').insert({ submission_id: randomUUID(), case_id: c.caseId, element_id: 'rule', form_id: 'hazard.rule', data: JSON.stringify({ ruling: 'reassign', unit: 'jiangpu', reason: '地址在江浦路街道辖区内' }), answer: '{}', by: 'gu.xinlan', at: '2026-03-02T03:20:00Z' }); // prettier-ignore

const child = (status: string): Change => (trx, c) =>
  trx('cases').insert({ case_id: randomUUID(), case_no: '子案〔2026〕1号', process: 'supervise-notice', title: '挂牌', status, owner_group: 'awb', business_key: 'k', parent_case_id: c.caseId, opened_by: 'system', opened_at: '2026-03-02' }); // prettier-ignore

const otherDocument: Change = (trx, c) =>
  trx('document').insert({ doc_id: randomUUID(), case_id: c.caseId, element_id: 'x', template: 'note', title: '情况说明', way: 'serve', state: 'numbered', doc_no: '杨应急〔2026〕9号', sha256: 'c'.repeat(64), pages: 1, created_at: '2026-03-03' }); // prettier-ignore

const leftAlone = sql(
  `update service_receipt set serve_result = '留置', detail = '{"servers": ["ni.haoran"]}' where doc_id = :doc`,
);

describe('a case that came full circle', () => {
  test('is green, with every predicate judged and nothing red', async () => {
    const predicates = await judged(async () => undefined);
    expect(idsOf(predicates, 'red')).toEqual([]);
    const judging = CHECKS.filter(({ processes }) => processes?.includes('hazard-dispatch') ?? true);
    expect(Object.keys(predicates)).toEqual(judging.map((check) => check.id));
    expect(idsOf(predicates, 'green')).toEqual([
      'C1',
      'C2',
      'C3',
      'C4',
      'C5',
      'C6',
      'C7',
      'X-R1',
      'X-S1',
      'E-D5a',
      'E-D5b',
      'E-D5c',
    ]);
    for (const { message, rule } of Object.values(predicates))
      expect(`${message}${rule}`).toMatch(/[\u4e00-\u9fff]/);
  });

  /** One change, exactly what it makes red, and what the message must name. */
  const REDS: [what: string, change: Change, red: string[], named: RegExp][] = [
    ['an item is still open', sql(`update item set state = 'open' where item_id = :item`), ['C1'], /事项1未办结：整改中/],
    ['a task is still open', sql(`update task set state = 'open' where case_id = :id and element_id = 'order'`), ['C1'], /仍有在办任务“派单”/],
    ['a clock still runs', sql(`update clock set state = 'open', closed_at = null, due_at = now() + interval '9 days' where case_id = :id and element_id = 'take'`), ['C1'], /时限“接单或退单”仍在计时/],
    ['a merged item names none it was merged into', sql(`update item set state = 'merged' where item_id = :item`), ['C1'], /没有并入的事项/],
    ['a transferred item was signed for by nobody', sql(`update item set state = 'transferred' where item_id = :item`), ['C1'], /缺少接收单位签收/],
    ['a case without items has no reason for its outcome', sql(`with gone as (delete from item where case_id = :id) update cases set outcome = 'struck-off' where case_id = :id`), ['C1'], /办理结果缺少理由/],
    ['a called case is not sealed', child('open'), ['C1b'], /子案件子案〔2026〕1号未办结/],
    ['a message was thrown and nothing came of it', (trx, c) => visit(trx, c.epoch, '100', 'to-talk'), ['C1b'], /触发“触发约谈”无对应案件/],
    ['the after picture is missing', sql(`delete from evidence where case_id = :id and phase = 'after'`), ['C2'], /事项1缺少整改后证据/],
    ['the before picture tells no place', sql(`update evidence set place = null where case_id = :id and phase = 'before'`), ['C2'], /整改前证据没有地点/],
    ['the after picture is older than the before picture', sql(`update evidence set taken_at = '2026-03-01' where case_id = :id and phase = 'after'`), ['C2'], /不晚于整改前/],
    ['a form said otherwise than the picture, without a reason', sql(`update evidence set contradicts = '{time,place}' where case_id = :id and phase = 'before'`), ['C2'], /整改前证据的说明与照片信息不一致，没有写明原因/],
    ['a picture after is older than the step it was handed in for, without a reason', sql(`update evidence set contradicts = '{early}' where case_id = :id and phase = 'after'`), ['C2'], /整改后证据的拍摄时间早于所办环节，没有写明原因/],
    ['one picture serves as both', sql(`update evidence set sha256 = repeat('b', 64) where case_id = :id and phase = 'after'`), ['C2'], /同一张照片/],
    ['whoever rectified also rechecked', sql(`update task set completed_by = 'firm.chen.liang' where case_id = :id and element_id = 'recheck'`), ['C3'], /陈亮舟同时办理了“整改”和“复查”/],
    ['whoever verified also called back', sql(`update task set completed_by = 'ni.haoran' where case_id = :id and element_id = 'callback'`), ['C3'], /倪浩然同时办理了/],
    ['a limit was missed', lateVerify, ['C4'], /“现场核查”超期1个工作日，缺少第0、1、2级升级记录、经局领导批准的说明/],
    ['a public notice has no proof', sql(`update service_receipt set serve_result = '公告' where doc_id = :doc`), ['C5'], /公告送达缺少公告证明/],
    ['a served document has no receipt', sql(`delete from service_receipt where doc_id = :doc`), ['C5', 'X-S1'], /无送达回证/],
    ['service by leaving had one server', leftAlone, ['C5', 'X-S2'], /留置送达手续不全/],
    ['12345 has not confirmed', sql(`update answer set acknowledged_at = null where case_id = :id`), ['C6'], /12345尚未确认/],
    ['the reporter has no answer', sql(`delete from answer where case_id = :id and kind = 'reporter'`), ['C6', 'E-D5a'], /未向来源（12345）反馈/],
    ['a paper of the way taken is missing', sql(`delete from document where case_id = :id and template = 'verify-report'`), ['C7'], /案卷缺少：核查报告/],
    ['a served paper of the way taken is missing', sql(`with r as (delete from service_receipt where doc_id = :doc) delete from document where doc_id = :doc`), ['C7'], /案卷缺少：责令限期整改指令书/],
    ['a paper has no page count', sql(`update document set pages = null where case_id = :id and template = 'answer-letter'`), ['C7'], /文书“答复书”没有页数/],
    ['a draft was left', sql(`update document set state = 'draft' where case_id = :id and template = 'answer-letter'`), ['C7'], /文书“答复书”仍为草稿/],
    ['the last recheck found it unfit', data('recheck', { fit: 'no' }), ['X-R1'], /事项1最近一次复查不合格/],
    ['an overdue item did not climb the ladder', sql(`update item set overdue_at = '2026-03-21' where item_id = :item`), ['X-R2'], /事项1逾期无升级记录/],
    ['a number was given out and not accounted for', otherDocument, ['X-S1'], /文书杨应急〔2026〕9号无回执/],
    ['a form tells the telephone number of the reporter', data('verify', { facts: `举报人电话${REPORTER.reporterPhone}` }), ['E-D5b'], /举报人信息外泄：见表单/],
    ['the contact came after the verification', data('contact', { contactedAt: '2026-03-02T09:00:00Z' }), ['E-D5c'], /核查早于联系/],
    ['nobody took the order', sql(`update submission set data = '{"decision": "x"}' where case_id = :id and element_id = 'take'`), ['E-D5c'], /办理时点缺失：接单/],
    ['a major hazard was never decided upon for listing', data('verify', { handling: 'major' }), ['E-D5d'], /未作挂牌决定/],
    ['a report found untrue has no written material', data('verify', { handling: 'unfounded' }), ['E-D5e'], /不属实无书面材料/],
    ['a return has no ground', both(returned({ reason: '不属本单位职责' }), ruling), ['E-D5f'], /第1次退单无依据/],
    ['a return was never ruled upon', returned({ reason: '其他', basis: '地址不在本街道辖区' }), ['E-D5f'], /第1次退单无裁定/],
  ]; // prettier-ignore
  test.each(REDS)('is red when %s', async (_, change, red, named) => {
    const predicates = await judged(change);
    expect(idsOf(predicates, 'red')).toEqual(red);
    expect(predicates[red[0]!]!.message).toMatch(named);
  });

  test('a reason explains what was said otherwise than the picture; a picture much like the one before is pointed out', async () => {
    const { C2 } = await judged(
      sql(
        `update evidence set contradicts = '{place}', place_reason = '手机定位漂移' where case_id = :id and phase = 'before'`,
      ),
    );
    expect(C2).toMatchObject({ value: 'explained', refs: [expect.objectContaining({ kind: 'evidence' })] });
    expect(C2!.message).toMatch(/已说明：手机定位漂移/);
    const old = await judged(
      sql(
        `update evidence set contradicts = '{early}', place_reason = '先期到场时拍摄' where case_id = :id and phase = 'before'`,
      ),
    );
    expect(old.C2!.value).toBe('explained');
    expect(old.C2!.message).toMatch(/拍摄时间早于所办环节，已说明：先期到场时拍摄/);
    const like = await judged(
      sql(
        `update evidence set resembles = '{"sha256":"b","name":"前.jpg","part":0.8}' where case_id = :id and phase = 'after'`,
      ),
    );
    expect(like.C2).toMatchObject({
      value: 'green',
      message: expect.stringContaining('与整改前照片“前.jpg”高度相似'),
    });
  });

  test('names the rows that made it red', async () => {
    const { C2 } = await judged(sql(`delete from evidence where case_id = :id and phase = 'after'`));
    expect(C2!.refs).toEqual([{ kind: 'item', id: bench.green.itemId, label: '事项1' }]);
  });

  test('stays green while the tail itself is under way, and while an appointment is in the calendar', async () => {
    const predicates = await judged(both(
      sql(`update task set state = 'closing', element_id = 'supplement' where case_id = :id and element_id = 'order'`),
      sql(`update clock set ring_message = 'clock.rang', state = 'open', closed_at = null where case_id = :id and element_id = 'take'`),
    )); // prettier-ignore
    expect(idsOf(predicates, 'red')).toEqual([]);
  });

  test('may be parked: a trigger that waits for its process is no orphan', async () => {
    const parked: Change = (trx, c) =>
      trx('pending_trigger').insert({
        trigger_id: randomUUID(),
        case_id: c.caseId,
        name: 'talk.trigger',
        key: 'T4',
        payload: '{}',
        reason: '未部署',
        created_at: '2026-03-05',
      });
    const predicates = await judged(both((trx, c) => visit(trx, c.epoch, '100', 'to-talk'), parked));
    expect(predicates.C1b).toMatchObject({ value: 'green' });
  });

  test('from an anonymous reporter owes no answer, no contact and no call back', async () => {
    const predicates = await judged(both(
      sql(`update cases set anonymous = true where case_id = :id`),
      sql(`delete from answer where case_id = :id`),
      sql(`delete from submission where case_id = :id and element_id = 'contact'`),
    )); // prettier-ignore
    expect(idsOf(predicates, 'red')).toEqual([]);
    expect(predicates.C6).toMatchObject({ value: 'n/a', message: '不适用：匿名' });
    expect(predicates['E-D5a']!.value).toBe('n/a');
  });

  test('counts two tries as an answer to a reporter who cannot be reached, one not', async () => {
    const unreachable = sql(`update answer set unreachable = true where case_id = :id and kind = 'reporter'`);
    expect(idsOf(await judged(unreachable), 'red')).toEqual(['C6', 'E-D5a']);
    const again = both(
      unreachable,
      sql(`update answer set tries = 2 where case_id = :id and kind = 'reporter'`),
    );
    expect(idsOf(await judged(again), 'red')).toEqual([]);
  });

  test('asks a talk, not a hazard, for a lesson', async () => {
    const predicates = await judged(sql(`update cases set process = 'warning-talk' where case_id = :id`));
    expect(predicates.C8).toMatchObject({ value: 'red', message: '教训未关联', curable: true });
    expect(predicates['E-D5a']).toBeUndefined();
  });

  test('of a listed major hazard wants both publicity records', async () => {
    const decided = (decision: string, opinion: string): Change => (trx, c) => trx('submission').insert({ submission_id: randomUUID(), case_id: c.caseId, element_id: 'approve-listing', form_id: 'approve', data: JSON.stringify({ decision, opinion }), answer: '{}', by: 'he.zhengyan', at: '2026-03-03' }); // prettier-ignore
    const shown = (kind: string): Change => (trx, c) => trx('submission').insert({ submission_id: randomUUID(), case_id: c.caseId, element_id: 'publish', form_id: 'notice.publicity', data: JSON.stringify({ kind }), answer: '{}', by: 'gu.xinlan', at: '2026-03-04' }); // prettier-ignore
    const major = data('verify', { handling: 'major' });
    expect((await judged(both(major, decided('agree', ''), shown('hang'))))['E-D5d']).toMatchObject({
      value: 'red',
      message: '摘牌未公示',
    });
    expect(
      (await judged(both(major, decided('agree', ''), shown('hang'), shown('strike'))))['E-D5d']!.value,
    ).toBe('green');
    expect((await judged(both(major, decided('refuse', '已停用，不必挂牌'))))['E-D5d']!.value).toBe('green');
    expect((await judged(both(major, decided('refuse', ''))))['E-D5d']!.value).toBe('red');
  });

  test('of a report found untrue wants two different names', async () => {
    const paper = (recorders: string[]): Change => (trx, c) => trx('submission').insert({ submission_id: randomUUID(), case_id: c.caseId, element_id: 'write-unfounded', form_id: 'record', data: JSON.stringify({ kind: '核查书面材料', recorders, content: '经查，未发现举报反映的情况。' }), answer: '{}', by: 'ni.haoran', at: '2026-03-03' }); // prettier-ignore
    const unfounded = both(
      data('verify', { handling: 'unfounded' }),
      sql(`update item set state = 'unfounded' where item_id = :item`),
    );
    expect(idsOf(await judged(both(unfounded, paper(['ni.haoran', 'ni.haoran']))), 'red')).toEqual(['E-D5e']);
    expect(idsOf(await judged(both(unfounded, paper(['ni.haoran', 'wu.beihai']))), 'red')).toEqual([]);
    expect(idsOf(await judged(unfounded), 'red')).toEqual(['C1', 'E-D5e']);
  });
});
