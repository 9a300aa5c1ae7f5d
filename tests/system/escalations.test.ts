import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { useProduct } from '../harness/product.ts';
import { Refused, stories, STAFF, type Session, type Story } from '../harness/story.ts';

const product = useProduct();
const given = stories(product);

interface EscalationSeen {
  clockId: string;
  mayAcknowledge: boolean;
  levels: { level: number; to: string[]; acknowledgedByName: string | null; comment: string | null }[];
}

const HANDLER = 'wu.beihai';

const escalationsFor = async (session: Session, { caseId }: Story): Promise<EscalationSeen[]> =>
  (await session.get<{ escalations: EscalationSeen[] }>(`/cases/${caseId}`)).escalations;

/** The clock bell has rung up to this level. */
async function climbed(story: Story, level: number): Promise<EscalationSeen> {
  const auditor = await given.session(STAFF.auditor);
  for (const end = Date.now() + 20_000; Date.now() < end;) {
    const found = (await escalationsFor(auditor, story)).find(({ levels }) =>
      levels.some((one) => one.level === level),
    );
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`level ${level} did not ring`);
}

const refusedBy = async (account: string, story: Story, clockId: string): Promise<[number, string]> => {
  const session = await given.session(account);
  const error = await session
    .post(`/cases/${story.caseId}/clocks/${clockId}/acknowledge`, { comment: '已阅' })
    .catch((caught: unknown) => caught);
  return error instanceof Refused ? [error.status, error.title] : [200, ''];
};

describe('an overdue clock that climbed', () => {
  let story: Story;
  let clockId: string;
  beforeAll(async () => {
    await given.workingMorning();
    story = await given.report();
    const verify = await story.reach('verify');
    await given.clockAt(new Date(Date.parse(verify.dueAt!) + 60_000));
    ({ clockId } = await climbed(story, 1));
  }, 60_000);

  test('waits for the desk it climbed to, and for nobody else', async () => {
    const waits = async (account: string) =>
      (await escalationsFor(await given.session(account), story)).map((one) => one.mayAcknowledge);

    expect(await waits(HANDLER)).toEqual([true]);
    expect(await waits(STAFF.dispatcher)).toEqual([false]);
    expect(await waits(STAFF.auditor)).toEqual([false]);
    for (const account of [STAFF.dispatcher, STAFF.auditor, STAFF.leader])
      expect([account, await refusedBy(account, story, clockId)]).toEqual([
        account,
        [403, '您没有办理此事项的权限'],
      ]);
    expect((await refusedBy('zhuang.xinyue', story, clockId))[0]).toBe(404);
  });

  test('is acknowledged once at its level, however often it is sent; ledger, timeline and verdict tell it', async () => {
    await given.clockAt(`${await given.workday(2)}T09:00:00+08:00`);
    await climbed(story, 2);
    const awb = await given.session(STAFF.dispatcher);
    const send = () =>
      awb.post<{ levels: number[] }>(`/cases/${story.caseId}/clocks/${clockId}/acknowledge`, {
        comment: '已电话督促街道今日完成核查。',
      });
    const before = (await story.verdict()).of.C4!.message;
    expect(before).toMatch(/第0、1、2级升级的签阅/);

    const answers = await Promise.all([send(), send(), send()]);
    answers.push(await send());

    expect(answers.map(({ levels }) => levels.join()).sort()).toEqual(['', '', '', '2']);
    expect(
      await product.rows(`select level, by, reason from clock_event where clock_id = $1 and kind = 'acknowledge'`, [clockId]),
    ).toEqual([{ level: 2, by: STAFF.dispatcher, reason: '已电话督促街道今日完成核查。' }]); // prettier-ignore
    expect((await story.timeline()).filter(({ act }) => act === 'clock.acknowledged')).toMatchObject([
      {
        sentence: '顾欣岚签阅了时限“现场核查”的超期升级第2级（安委办）：已电话督促街道今日完成核查。',
      },
    ]);
    const ledger = (await story.clocks()).find((clock) => clock.clockId === clockId) as unknown as {
      canExtend: boolean;
      events: { kind: string; level: number; levelName: string; acknowledged: boolean | null }[];
    };
    expect(
      ledger.events
        .filter(({ kind }) => kind === 'ring')
        .map(({ levelName, acknowledged }) => [levelName, acknowledged]),
    ).toEqual([
      ['第0级（承办）', false],
      ['第1级（单位负责人）', false],
      ['第2级（安委办）', true],
    ]);
    expect((await story.verdict()).of.C4!.message).toMatch(/第0、1级升级的签阅/);
  });

  test('reaches the district leader, who can open the case from then on and not before', async () => {
    const leader = await given.session(STAFF.district);
    const open = () => leader.get(`/cases/${story.caseId}`).then(() => 200, (error: Refused) => error.status); // prettier-ignore
    expect(await open()).toBe(404);

    await given.clockAt(`${await given.workday(3)}T09:00:00+08:00`);
    await climbed(story, 3);

    expect(await open()).toBe(200);
  });

  test('is acknowledged together with others, all or none', async () => {
    const leader = await given.session(STAFF.district);
    const several = (clockIds: string[]) =>
      leader.post(`/cases/${story.caseId}/acknowledgements`, { comment: '已阅，请抓紧。', clockIds });
    const waits = async () => (await escalationsFor(leader, story)).map((one) => one.mayAcknowledge);

    await expect(several([clockId, randomUUID()])).rejects.toMatchObject({ status: 404 });
    expect(await waits()).toEqual([true]);
    expect(await several([clockId])).toEqual({ acknowledged: 1 });
    expect(await waits()).toEqual([false]);
    expect(await several([clockId])).toEqual({ acknowledged: 0 });
    expect(await refusedBy(STAFF.district, story, clockId)).toEqual([200, '']);
  });

  test('leaves nothing to acknowledge of itself once the case has ended', async () => {
    const [found] = await product.rows<{ status: string }>('select status from cases where case_id = $1', [
      story.caseId,
    ]);
    // No way through the pages: a case with a late limit is sealed only days and a leader's approval later.
    await product.arrange(`update cases set status = 'sealed' where case_id = $1`, [story.caseId]);
    expect(await refusedBy(HANDLER, story, clockId)).toEqual([409, '案件已经办结，不能再签阅']);
    await product.arrange('update cases set status = $2 where case_id = $1', [story.caseId, found!.status]);
    expect(await refusedBy(HANDLER, story, clockId)).toEqual([200, '']);
  });
});

test('a limit that runs in time has climbed nowhere, and a comment must say something', async () => {
  const story = await given.report();
  const task = await story.reach('verify');
  const clock = (await story.clocks()).find(({ state }) => state === 'open')!;
  expect(await escalationsFor(await given.session(HANDLER), story)).toEqual([]);
  expect(await refusedBy(HANDLER, story, clock.clockId)).toEqual([409, '这个时限没有超期升级，不用签阅']);
  const blank = await (
    await given.session(HANDLER)
  ).raw('POST', `/cases/${story.caseId}/clocks/${clock.clockId}/acknowledge`, { body: { comment: '  ' } });
  expect([blank.status, task.state]).toEqual([400, 'open']);
});

test('the ledger offers an extension to whoever holds the step, not to who only reads', async () => {
  const story = await given.report();
  await story.reach('verify');
  const offered = async (account: string) => {
    const session = await given.session(account);
    const { items } = await session.get<{ items: { key: string; canExtend: boolean }[] }>(
      `/cases/${story.caseId}/clocks`,
    );
    return items.find(({ key }) => key === 'hazard.verify')!.canExtend;
  };
  expect([await offered(HANDLER), await offered(STAFF.dispatcher), await offered(STAFF.auditor)]).toEqual([
    true,
    false,
    false,
  ]);
});
