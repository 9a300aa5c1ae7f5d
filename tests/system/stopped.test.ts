import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connectEngine, type Engine } from '../../core/engine.ts';
import { useProduct } from '../harness/product.ts';
import { standStill } from '../harness/stand-still.ts';
import { stories, STAFF, type Story } from '../harness/story.ts';

const product = useProduct();
const given = stories(product);
let engine: Engine;
beforeAll(() => {
  engine = connectEngine(product.gatewayAddress);
});
afterAll(() => engine.close());

interface Item {
  incidentKey: string;
  caseNo: string;
  elementName: string;
  wrong: string;
  mendable: { name: string; label: string }[];
}
const operator = () => given.session(STAFF.operator);

async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 30_000; Date.now() < end;) {
    const found = await ask();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('did not come');
}

/** The case stands still; gives what the operator sees of it. */
async function stop(story: Story): Promise<Item> {
  await standStill(product, engine, story);
  return until(async () => {
    const { items } = await (await operator()).get<{ items: Item[] }>('/operator/incidents');
    return items.find(({ caseNo }) => caseNo === story.caseNo);
  });
}

const post = async (path: string, body: object): Promise<[number, unknown]> => {
  const answer = await (await operator()).raw('POST', path, { body: body });
  return [answer.status, await answer.json()];
};
const fsck = async (caseId: string) => {
  const { findings } = await (
    await operator()
  ).get<{ findings: { ref: string; message: string }[] }>('/operator/fsck');
  return findings.filter(({ ref }) => ref === caseId);
};

test('a case that stands still is set right by the operator and goes on', async () => {
  // given an engine that does not know to whom a step goes
  const story = await given.report();
  const item = await stop(story);
  expect(item).toMatchObject({
    wrong: '这一步需要的数据缺失或不对，多半是不知道交给谁办理',
    mendable: [{ name: 'handlerGroup', label: '承办单位' }],
  });
  // then whoever sees the case reads the same words at its path, and nothing of what the engine said
  const { diagrams } = await (
    await given.session(STAFF.dispatcher)
  ).get<{ diagrams: { incidents: { wrong: string }[] }[] }>(`/cases/${story.caseId}/path`);
  expect(diagrams.flatMap(({ incidents }) => incidents)).toEqual([
    { elementId: expect.any(String), wrong: item.wrong },
  ]);
  const path = `/operator/incidents/${item.incidentKey}/mend`;
  const reason = '承办单位变量丢失，按派单补回';
  // when a group is named in which nobody is, or a variable that is not the operator's, it is refused
  expect(await post(path, { name: 'handlerGroup', value: 'street:zzzz', reason })).toMatchObject([
    400,
    { errors: [{ path: 'value', message: '没有这个组，或组里还没有可以办理的人员' }] },
  ]);
  expect(await post(path, { name: 'anonymous', value: 'x', reason })).toMatchObject([
    400,
    { errors: [{ path: 'name' }] },
  ]);
  // when the right one is named, the case goes on, and its trail says so
  expect(await post(path, { name: 'handlerGroup', value: 'street:dinghai', reason })).toEqual([202, {}]);
  await story.task('contact');
  await story.reach('verify');
  expect((await story.timeline()).map(({ sentence }) => sentence).join()).toContain(reason);
  expect(await fsck(story.caseId)).toEqual([]);
});

test('a case that cannot be mended is withdrawn: nothing of it waits, everybody sees why', async () => {
  const story = await given.report();
  const item = await stop(story);
  const path = `/operator/incidents/${item.incidentKey}/withdraw`;
  const reason = '重复登记且数据损坏，另行建案';
  // when it is not confirmed by its number, or not by an operator, nothing happens
  expect((await post(path, { reason, caseNo: '别的案号' }))[0]).toBe(400);
  const clerk = await (
    await given.session(STAFF.dispatcher)
  ).raw('POST', path, { body: { reason, caseNo: story.caseNo } });
  expect(clerk.status).toBe(403);
  // when it is confirmed
  expect(await post(path, { reason, caseNo: story.caseNo })).toEqual([202, { caseNo: story.caseNo }]);
  // then the engine ends it, no task and no limit is open, and the trail says why
  const state = () =>
    product.rows<{ status: string; state: string; open: number }>(
      `select c.status, i.state, (select count(*)::int from task where case_id = c.case_id and state in ('open', 'closing'))
         + (select count(*)::int from clock where case_id = c.case_id and state = 'open') as open
       from cases c join instance i on i.instance_key = c.instance_key where c.case_id = $1`,
      [story.caseId],
    );
  await until(async () => ((await state())[0]!.state === 'terminated' ? true : undefined));
  expect(await state()).toEqual([{ status: 'cancelled', state: 'terminated', open: 0 }]);
  expect((await story.timeline()).map(({ sentence }) => sentence).join()).toContain(reason);
  const told = await product.rows<{ grp: string }>(
    `select grp from notification where case_id = $1 and kind = 'case.withdrawn' order by grp`,
    [story.caseId],
  );
  expect(told.map(({ grp }) => grp)).toContain('awb');
  expect(await fsck(story.caseId)).toEqual([]);
  expect((await post(path, { reason, caseNo: story.caseNo }))[0]).toBe(404);
});
