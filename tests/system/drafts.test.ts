import { expect, test } from '@jest/globals';
import { useProduct } from '../harness/product.ts';
import { stories, STAFF } from '../harness/story.ts';

const REPORT = {
  source: '来信',
  anonymous: 'yes',
  place: { address: `上海市杨浦区黎平路${crypto.randomUUID()}号`, lat: 31.27342, lng: 121.56318 },
  category: '消防设施与疏散通道',
  urgency: 'normal',
  deathInvolved: 'no',
};

const product = useProduct();
const given = stories(product);

test('a task tells when its draft was kept, and has none before and after', async () => {
  const story = await given.report();
  const { taskId } = await story.task('accept');
  const awb = await given.session(STAFF.dispatcher);
  const task = () =>
    awb.get<{ version: number; draftAt: string | null; data: { decision?: string }; state: string }>(
      `/tasks/${taskId}`,
    );
  const { version, draftAt } = await task();
  expect(draftAt).toBeNull();

  const first = await awb.post<{ savedAt: string }>(`/tasks/${taskId}/draft`, {
    version,
    data: { decision: 'accept' },
  });
  expect((await task()).draftAt).toBe(first.savedAt);
  await given.clockAt(new Date(Date.parse(first.savedAt) + 60_000));
  const second = await awb.post<{ savedAt: string }>(`/tasks/${taskId}/draft`, {
    version,
    data: { decision: 'reject' },
  });
  expect(second.savedAt > first.savedAt).toBe(true);
  expect(await task()).toMatchObject({ draftAt: second.savedAt, data: { decision: 'reject' } });

  await story.perform('accept');
  expect(await task()).toMatchObject({ draftAt: null });
});

test('a report half written at the desk outlives another one that the same clerk sends from elsewhere', async () => {
  // given a draft of a new case
  const duty = await given.session(STAFF.duty);
  const data = { description: '楼道里堆着旧家具，只写在草稿里。' };
  const own = () =>
    duty.get<{ draft: { version: number; data: object } | null }>('/processes/hazard-dispatch/draft');
  // Other files of this worker may have left a draft of the same clerk: this one goes over it.
  const { version } = await duty.post<{ version: number }>('/processes/hazard-dispatch/draft', { data });
  // when the clerk registers another report that does not come from it
  await given.report();
  // then it is still there
  expect((await own()).draft?.data).toEqual(data);
  // and goes with the case that it became
  await duty.post(
    '/cases/hazard-dispatch',
    { data: { ...REPORT, ...data }, draft: version },
    { 'idempotency-key': crypto.randomUUID() },
  );
  expect((await own()).draft).toBeNull();
});
