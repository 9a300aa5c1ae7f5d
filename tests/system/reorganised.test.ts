import { expect, test } from '@jest/globals';
import { useProduct } from '../harness/product.ts';
import { Refused, stories, STAFF } from '../harness/story.ts';

const product = useProduct();
const given = stories(product);

const SECADMIN = 'zhang.shouyi';
const REASON = '街道行政区划调整，长白新村街道并入延吉新村街道';

test('a unit is dissolved in mid-case: the successor finishes it, and the timeline tells it', async () => {
  // given a hazard that 长白新村街道 is checking on the spot, and that nobody of 延吉新村街道 may see
  const story = await given.report({}, { handler: 'changbai' });
  const verify = await story.reach('verify');
  const successor = await given.session('shang.yifan');
  const sees = () => successor.get(`/cases/${story.caseId}`).then(() => 200, (error: Refused) => error.status); // prettier-ignore
  expect(await sees()).toBe(404);

  // when the unit is merged into the other, by the security administrator and nobody else
  const body = { successorId: 'yanji', withPeople: false, reason: REASON };
  const merge = async (account: string) =>
    (await given.session(account)).raw('POST', '/units/changbai/reorganise', { body });
  expect((await merge(STAFF.dispatcher)).status).toBe(403);
  const merged = await merge(SECADMIN);
  expect([merged.status, await merged.json()]).toMatchObject([
    200,
    { successorName: '延吉新村街道', tasks: expect.any(Number) },
  ]);
  expect((await merge(SECADMIN)).status).toBe(409);

  // then the open step lies in the successor's inbox, and no longer in the old one's
  expect(await sees()).toBe(200);
  const mine = async (account: string) =>
    (
      await (await given.session(account)).get<{ items: { taskId: string }[] }>('/tasks?view=todo')
    ).items.some(({ taskId }) => taskId === verify.taskId);
  expect([await mine('shang.yifan'), await mine('mu.changqing')]).toEqual([true, false]);
  // the old unit goes on reading what it had
  const old = await given.session('mu.changqing');
  expect(await old.get<{ caseId: string }>(`/cases/${story.caseId}`)).toMatchObject({ caseId: story.caseId });

  // and the successor does it and all later steps, although the running instance still names the old group
  story.world.handler = 'yanji';
  await story.seal();
  const tasks = await product.rows<{ groups: string[]; completed_by: string }>(
    'select groups, completed_by from task where case_id = $1',
    [story.caseId],
  );
  // what the old unit had finished before stays its own
  const before = tasks.filter(({ completed_by: by }) => ['lai.shuting', 'mu.changqing'].includes(by));
  expect(before.length).toBeGreaterThan(0);
  const after = tasks.filter((task) => !before.includes(task)).flatMap((task) => task.groups);
  expect(after).not.toContain('street:changbai');
  expect(after.filter((group) => group === 'street:yanji').length).toBeGreaterThan(2);
  expect(['shang.yifan', 'yin.jinian']).toContain(story.doneBy('verify'));
  const told = (await story.timeline()).filter(({ act }) => act === 'unit.reorganised');
  expect(told.map(({ sentence, actorName }) => [actorName, sentence])).toEqual([
    ['章守一', `“长白新村街道”并入“延吉新村街道”，在办环节1个、事项0个由其接着办，理由：${REASON}`],
  ]);
});
