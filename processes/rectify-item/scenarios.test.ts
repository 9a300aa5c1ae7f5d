import { describe, expect, test } from '@jest/globals';
import type { Form } from '../../bin/demo/acts/index.ts';
import { useProduct } from '../../tests/harness/product.ts';
import { stories, STAFF, type Hand, type Story } from '../../tests/harness/story.ts';

const product = useProduct();
const given = stories(product);

const itemOf = async (story: Story) => (await story.seen()).items[0]!;
const failing = (hand: Hand, usual: Form): Form => ({
  ...usual,
  fit: 'no',
  failReason: '清灰登记不完整,没有真正执行。',
  nextStep: 'again',
  newRectifyBy: hand.inDays(25),
});

/** What the engine did is read from its records, which arrive a moment later. */
async function eventually<T>(ask: () => Promise<T[]>): Promise<T[]> {
  for (let tries = 0; tries < 100; tries++) {
    const found = await ask();
    if (found.length > 0) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return [];
}

describe('rectify-item', () => {
  test('1 submitted with an after-photo, rechecked by a second and approved by a third person: struck off, C2 and C3 green', async () => {
    const story = await given.report();
    await story.reach('rectify', {
      verify: { form: (hand, usual) => ({ ...usual, rectifyBy: hand.inDays(14) }) },
    });

    await story.perform('rectify');
    await story.perform('recheck');
    await story.perform('approve-strike-off');

    await story.task('answer');
    expect(await itemOf(story)).toMatchObject({ state: 'struck-off', overdue: false });
    expect((await story.verdict()).of).toMatchObject({
      C2: { value: 'green' },
      C3: { value: 'green' },
      'X-R1': { value: 'green' },
    });
    expect(new Set(['rectify', 'recheck', 'approve-strike-off'].map((step) => story.doneBy(step))).size).toBe(
      3,
    );
  });

  test('2 without an after-photo a finished report is refused, an unfinished one comes back with the same due date', async () => {
    const story = await given.report();
    const first = await story.reach('rectify');

    const refused = await story.refusal(first, { form: { afterPhotos: undefined } });
    await story.perform(first, {
      form: { afterPhotos: undefined, finishedOn: undefined, unfinished: '压差表备件三天后到货。' },
    });

    expect(refused.errors[0]).toMatchObject({ path: 'afterPhotos' });
    const second = await story.task('rectify');
    expect(second.taskId).not.toBe(first.taskId);
    expect(second.dueAt).toBe(first.dueAt);
    expect((await story.clocks()).filter(({ key }) => key === 'rectify.term')).toHaveLength(1);
  });

  test('3 who rechecked cannot approve 销号: refused with the name of the rule', async () => {
    const twoHats = 'shi.kejian';
    await product.arrange(
      `insert into membership (account, grp, from_at) values ($1, 'street:dinghai', '2020-01-01')`,
      [twoHats],
    );
    try {
      const story = await given.report();
      await story.reach('recheck');
      await story.perform('recheck', { as: twoHats });

      const refused = await story.refusal('approve-strike-off', { as: twoHats });

      expect(refused).toMatchObject({ status: 403, rule: 'C3 人员分离' });
      expect(refused.title).toContain('复查');
      expect((await story.tasksOf('approve-strike-off'))[0]).toMatchObject({ state: 'open' });
    } finally {
      await product.arrange(`delete from membership where account = $1 and grp = 'street:dinghai'`, [
        twoHats,
      ]);
    }
  });

  test('4 two failed rechecks throw the escalation once; a third failure triggers no second talk', async () => {
    const story = await given.report();
    await story.reach('recheck');
    for (const time of [1, 2, 3]) {
      await story.perform('recheck', { form: failing });
      await story.perform('rectify');
      await story.task('recheck');
      expect(await itemOf(story)).toMatchObject({ failCount: time });
    }

    const talks = await product.rows(
      `select case_no from cases where process = 'warning-talk' and source_case_id = $1
       union all select key from pending_trigger where case_id = $1 and name = 'talk.trigger'`,
      [story.caseId],
    );
    expect(talks).toHaveLength(1);
    const escalations = await eventually(() =>
      product.rows(
        `select 1 from element_visit v join instance i using (broker_epoch, instance_key)
         where i.case_id = $1 and v.element_id = 'rectify-failed'`,
        [story.caseId],
      ),
    );
    expect(escalations).toHaveLength(1);
  });

  test('5 nothing submitted at expiry: the task is taken away, the item is overdue, the recheck opens', async () => {
    const story = await given.report();
    const rectify = await story.reach('rectify', {
      verify: { form: (hand, usual) => ({ ...usual, rectifyBy: hand.inDays(3) }) },
    });

    await given.clockAt(new Date(Date.parse(rectify.dueAt!) + 60_000));

    await story.task('recheck');
    await story.cancelled(rectify.taskId);
    expect(await itemOf(story)).toMatchObject({ state: 'open', overdue: true });
    expect((await story.verdict()).of['X-R2']).toMatchObject({ value: 'green' });
  });

  test('6 a transfer is refused and ruled back: rectify-item is called again for the same item', async () => {
    const story = await given.report();
    const rectify = await story.reach('rectify');
    const { itemId } = await itemOf(story);
    const awb = await given.session(STAFF.dispatcher);

    await awb.post(`/cases/${story.caseId}/items/${itemId}/transfer`, {
      receiver: 'pingliang',
      reason: '厂房在平凉路街道一侧,由该街道督促整改。',
    });
    story.world.handler = 'pingliang';
    await story.perform('take-over', {
      form: { accepted: 'no', officer: undefined, reason: '该厂房不在本街道辖区,地址有误。' },
    });
    story.world.handler = 'dinghai';
    await story.perform('rule-transfer');

    await story.cancelled(rectify.taskId);
    const again = await story.task('rectify');
    expect(again.taskId).not.toBe(rectify.taskId);
    const items = (await story.seen()).items;
    expect(items).toMatchObject([{ itemId, state: 'open' }]);
  });

  test('7 merged while the recheck is open: the recheck disappears and the item is closed as merged', async () => {
    const other = await given.report();
    await other.reach('rectify');
    const story = await given.report();
    const recheck = await story.reach('recheck');
    const handler = await given.session('wu.beihai');
    const inbox = async () =>
      (await handler.get<{ items: { taskId: string }[] }>('/tasks?limit=100')).items.map(
        ({ taskId }) => taskId,
      );
    expect(await inbox()).toContain(recheck.taskId);

    const awb = await given.session(STAFF.dispatcher);
    await awb.post(`/cases/${story.caseId}/items/${(await itemOf(story)).itemId}/merge`, {
      mergedInto: (await itemOf(other)).itemId,
    });

    await story.task('answer');
    await story.cancelled(recheck.taskId);
    expect(await inbox()).not.toContain(recheck.taskId);
    expect(await itemOf(story)).toMatchObject({ state: 'merged' });
  });
});
