import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { useProduct } from '../harness/product.ts';
import { stories, STAFF } from '../harness/story.ts';

const product = useProduct();
const given = stories(product);

const report = () => ({
  source: '来信',
  anonymous: 'yes',
  place: { address: `上海市杨浦区长阳路${randomUUID()}号` },
  category: '燃气',
  description: '餐馆后厨有燃气味,钢瓶放在楼梯口。',
  urgency: 'normal',
  deathInvolved: 'no',
});
const order = { lead: 'dinghai', demand: '请到现场核查燃气泄漏情况。' };

describe('repeats and rivals', () => {
  test('the same submission again gets the first answer, and is stored once', async () => {
    const story = await given.report();
    const { taskId } = await story.reach('order');
    const awb = await given.session(STAFF.dispatcher);
    const submit = () =>
      awb.post<{ submissionId: string }>(`/tasks/${taskId}/submit`, { version: 1, data: order });

    const first = await submit();
    const second = await submit();
    await story.task('take');
    const late = await submit();

    expect(second).toEqual(first);
    expect(late).toEqual(first);
    expect(await story.submissions('hazard.order')).toHaveLength(1);
    expect(await story.tasksOf('take')).toHaveLength(1);
  });

  test('other content after a submission is refused with 409 and its time, and changes nothing', async () => {
    const story = await given.report();
    const { taskId } = await story.reach('order');
    const awb = await given.session(STAFF.dispatcher);
    await awb.post(`/tasks/${taskId}/submit`, { version: 1, data: order });

    // when a second tab of the same person sends something else, at once and after the engine has gone on
    const other = { version: 1, data: { ...order, demand: '请改由夜间到场核查,并带可燃气体检测仪。' } };
    const early = await awb.raw('POST', `/tasks/${taskId}/submit`, { body: other });
    await story.task('take');
    const late = await awb.raw('POST', `/tasks/${taskId}/submit`, { body: other });

    expect([early.status, late.status]).toEqual([409, 409]);
    expect(((await late.json()) as { title: string }).title).toMatch(/已于.+提交，这次的修改没有保存/);
    expect((await story.submissions('hazard.order')).map(({ data }) => data.demand)).toEqual([order.demand]);
  });

  test('of ten submissions at once by one person one is stored, and all get its answer', async () => {
    const story = await given.report();
    const { taskId } = await story.reach('order');
    const awb = await given.session(STAFF.dispatcher);

    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        awb.post<{ submissionId: string }>(`/tasks/${taskId}/submit`, { version: 1, data: order }),
      ),
    );

    expect(new Set(answers.map(({ submissionId }) => submissionId)).size).toBe(1);
    expect(await story.submissions('hazard.order')).toHaveLength(1);
  });

  test('of two people at once one gets 200 and the rival 409, who then is told who was first', async () => {
    const story = await given.report();
    const { taskId } = await story.reach('order');
    const [one, other] = [await given.session(STAFF.dispatcher), await given.session(STAFF.striker)];
    const submit = (session: typeof one) =>
      session.raw('POST', `/tasks/${taskId}/submit`, { body: { version: 1, data: order } });

    const answers = await Promise.all([submit(one), submit(other)]);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const rival = (await answers.find(({ status }) => status === 409)!.json()) as { title: string };
    expect(rival.title).toMatch(/(顾欣岚|潘奕辰)已办理了这项任务/);
  });

  test('a task claimed by somebody else, or changed since it was opened, is refused with 409', async () => {
    const story = await given.report();
    const { taskId } = await story.reach('order');
    const [one, other] = [await given.session(STAFF.dispatcher), await given.session(STAFF.striker)];
    const { version } = await one.post<{ version: number }>(`/tasks/${taskId}/claim`, { version: 1 });

    const held = await other.raw('POST', `/tasks/${taskId}/submit`, { body: { version, data: order } });
    const old = await one.raw('POST', `/tasks/${taskId}/submit`, { body: { version: 1, data: order } });
    const stolen = await other.raw('POST', `/tasks/${taskId}/release`, { body: { version } });

    expect([held.status, old.status, stolen.status]).toEqual([409, 409, 409]);
    expect(((await held.json()) as { title: string }).title).toContain('顾欣岚');
    await one.post(`/tasks/${taskId}/draft`, { version, data: { demand: '草稿' } });
    expect(await one.get(`/tasks/${taskId}`)).toMatchObject({ data: { demand: '草稿' }, mine: true });
    await one.post(`/tasks/${taskId}/submit`, { version, data: order });
  });

  test('one Idempotency-Key: the same content gets the same case, other content 409, no key 400', async () => {
    const duty = await given.session(STAFF.duty);
    const [key, data] = [randomUUID(), report()];
    const start = (headers: Record<string, string>, body: unknown = { data }) =>
      duty.raw('POST', '/cases/hazard-dispatch', { body, headers });

    const [first, second] = await Promise.all([
      start({ 'idempotency-key': key }),
      start({ 'idempotency-key': key }),
    ]);

    expect([first.status, second.status]).toEqual([201, 201]);
    expect(await second.json()).toEqual(await first.json());
    expect((await start({ 'idempotency-key': key }, { data: report() })).status).toBe(409);
    expect((await start({})).status).toBe(400);
    const other = await (
      await given.session('pei.xunfang')
    ).raw('POST', '/cases/hazard-dispatch', { body: { data }, headers: { 'idempotency-key': key } });
    expect(other.status).toBe(201);
  });

  test('a 12345 ticket pushed again while its case lives gets the same case; without the token nothing is taken', async () => {
    const story = await given.ticket({ ticketNo: 'RP20260001' });
    const again = await given.ticket({ ticketNo: 'RP20260001' });
    expect(again.caseId).toBe(story.caseId);
    for (const authorization of ['', 'Bearer ', `Bearer ${'0'.repeat(64)}`]) {
      const answer = await product.api.anonymous.raw('POST', '/inbound/hotline', {
        body: {
          ticketNo: 'RP20260002',
          kind: '求助投诉',
          anonymous: true,
          address: '定海路',
          category: '燃气',
          description: '有燃气味道,请来看看。',
        },
        headers: { authorization },
      });
      expect(answer.status).toBe(401);
    }
  });

  test('the duplicate warning names the open case of the same firm', async () => {
    const story = await given.report();
    await story.task('accept');
    const duty = await given.session(STAFF.duty);
    const { items } = await duty.post<{ items: { caseNo: string; why: string }[] }>(
      '/cases/hazard-dispatch/duplicates',
      {
        data: { ...report(), object: { uscc: '91310110DEM010378U' } },
      },
    );
    expect(items[0]).toMatchObject({ why: '同一单位有在办案件' });
  });
});
