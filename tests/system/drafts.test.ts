import { expect, test } from '@jest/globals';
import { useProduct } from '../harness/product.ts';
import { stories, STAFF } from '../harness/story.ts';

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
