import { describe, expect, test } from '@jest/globals';
import { openNotice, type Notice } from '../../bin/demo/supervise-notice/opening.ts';
import { memberOf, STAFF } from '../../bin/demo/people.ts';
import type { Player } from '../../bin/demo/player.ts';
import type { TaskRow } from '../../bin/demo/seen.ts';
import { addWorkdays, shippedCalendar } from '../../core/calendar.ts';
import { useProduct } from '../../tests/harness/product.ts';
import { askLonger } from '../../tests/harness/extension.ts';
import { stories, Story, type Hand } from '../../tests/harness/story.ts';

const product = useProduct();
const given = stories(product);

const LEAD = 'street:changbai';
const MINUTE_MS = 60_000;
/** These go through many steps and weeks. */
const LONG_MS = 4 * MINUTE_MS;

const NOTICE: Notice = {
  source: '会议',
  title: '共青路园区防汛防台问题',
  description: '区安委会例会指出共青路295号园区防汛防台措施不落实,雨水管网堵塞,要求限期整改。',
  demand: '疏通雨水管网,落实防汛防台责任、物资和值守,按期书面反馈。',
  lead: 'changbai',
};

async function notice(change: Partial<Notice> = {}): Promise<Story> {
  const opened = await openNotice(product.api, { ...NOTICE, ...change });
  return new Story(product, opened, {
    place: { lat: 31.2952, lng: 121.5437, address: '上海市杨浦区共青路295号园区' },
    handler: 'changbai',
    firm: null,
    found: NOTICE.description,
    demand: String(NOTICE.demand),
    done: '已疏通园区雨水管网,配齐沙袋和排水泵,落实防汛防台值守名单并张贴上墙。',
    answer: '',
    article: '安全生产法 art.62',
  });
}

/** The open task of an element that waits for this group. */
const taskFor = (story: Player, elementId: string, group: string): Promise<TaskRow> =>
  story.waitFor(`${elementId} ${group}`, ({ tasks }) =>
    tasks.find((t) => t.state === 'open' && t.elementId === elementId && t.groups.includes(group)),
  );

/** How often a talk was asked for, whether or not its process is deployed. */
async function talks(story: Player): Promise<string[]> {
  const asked = await product.rows<{ key: string }>(
    `select body::jsonb->'after'->>'key' as key from audit_event where case_id = $1 and subject = 'talk.trigger'
       and act in ('trigger.parked', 'case.triggered', 'case.attached') order by seq`,
    [story.caseId],
  );
  return asked.map(({ key }) => key);
}

const papers = async (story: Player, template: string) =>
  (await story.seen()).documents.filter((document) => document.template === template);

/** Sign and receive the papers that lie open until there are `n` served ones of this template. */
async function served(story: Story, template: string, n: number): Promise<void> {
  for (;;) {
    const next = await story.waitFor(`${template} ${n}`, ({ documents, tasks }) => {
      const done = documents.filter((d) => d.template === template && d.state === 'served').length >= n;
      return done
        ? 'done'
        : tasks.find((t) => t.state === 'open' && ['sign', 'receipt'].includes(t.elementId));
    });
    if (next === 'done') return;
    await story.perform(next);
  }
}

const weak = (_: Hand, usual: Record<string, unknown>) => ({
  ...usual,
  decision: 'unfit',
  opinion: '只有打算没有进展,请写明已完成的内容并附佐证。',
  needsCheck: false,
});

describe('supervise-notice', () => {
  test('1 two units answer in time: struck off, one of them looked at on the spot, green', async () => {
    await given.workingMorning();
    const story = await notice({ helpers: ['scjg'] });

    await story.reach('sign-for');
    const { documents } = await story.seen();
    expect(documents.filter(({ template }) => template === 'copy-notice')).toHaveLength(2);
    await story.seal();

    const verdict = await story.verdict();
    expect(verdict.of).toMatchObject({
      'E-D6a': { value: 'green' },
      'E-D6b': { value: 'green' },
      'E-D6c': { value: 'n/a' },
      'E-D6d': { value: 'n/a' },
      C2: { value: 'n/a' },
      C6: { value: 'n/a' },
    });
    expect((await story.seen()).items.map(({ state }) => state)).toEqual(['struck-off', 'struck-off']);
    // 20 % of two units is one of them, drawn by chance with a seed on record.
    expect(await story.tasksOf('check')).toHaveLength(1);
    const drawn = await product.rows('select seed from notice_unit where case_id = $1 and sampled', [
      story.caseId,
    ]);
    expect(drawn).toEqual([{ seed: expect.stringMatching(/^[0-9a-f-]{36}$/) }]);
  });

  test(
    '2 one unit is late: level 1, 2, 3 in turn, at 3 one talk; its task stays open all the time',
    async () => {
      await given.workingMorning();
      const story = await notice();
      const feedback = await story.reach('feedback');
      const clock = await story.waitForClock('notice.feedback', ({ state }) => state === 'open');
      const dayAfter = (n: number) =>
        Date.parse(`${addWorkdays(shippedCalendar(), clock.dueOn!, n)}T00:00:00+08:00`) + 24 * 60 * MINUTE_MS;

      for (const [i, [wait, signer]] of (
        [
          [Date.parse(clock.dueAt), 'awb'],
          [dayAfter(1), 'gov'],
          [dayAfter(3), 'gov'],
        ] as [number, string][]
      ).entries()) {
        expect(await talks(story)).toEqual([]);
        await given.clockAt(new Date(wait + MINUTE_MS));
        expect(await taskFor(story, 'sign', signer)).toMatchObject({ state: 'open' });
        await served(story, 'supervise-order', i + 1);
        expect(await story.task('feedback')).toMatchObject({ taskId: feedback.taskId });
      }
      const { items } = await story.seen();
      // The talk is asked for when the third paper has been served, a moment later.
      for (let tries = 0; tries < 100 && (await talks(story)).length === 0; tries++)
        await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await talks(story)).toEqual([`T5-${items[0]!.itemId}`]);
      const levels = await product.rows(
        'select level, cause from supervise_level where case_id = $1 order by level',
        [story.caseId],
      );
      expect(levels).toEqual([1, 2, 3].map((level) => ({ level, cause: 'overdue' })));

      await story.until('supplement');
      expect((await story.redLines()).map(({ id }) => id)).toEqual(['C4']);
      expect(await story.tasksOf('feedback')).toHaveLength(1);
    },
    LONG_MS,
  );

  test('3 wrong unit: given to another one, with a new receipt and a new clock; the trail stays', async () => {
    await given.workingMorning();
    const story = await notice();
    await story.reach('sign-for');
    const wrong = await taskFor(story, 'sign-for', LEAD);
    await story.perform(wrong, {
      form: (_, usual) => ({
        ...usual,
        ours: 'no',
        officer: undefined,
        phone: undefined,
        reason: '园区不在本街道辖区。',
        suggestUnit: 'yinhang',
      }),
    });
    await story.perform('reassign', {
      form: { ruling: 'reassign', unit: 'yinhang', reason: '园区位于殷行街道辖区,改由殷行街道承办。' },
    });

    const [signing] = [await story.reach('sign-for')];
    expect(signing).toMatchObject({ groupNames: ['殷行街道'] });
    expect(await papers(story, 'copy-notice')).toHaveLength(2);
    const clocks = (await story.clocks()).filter(({ key }) => key === 'notice.sign');
    expect(clocks.map(({ state }) => state)).toEqual(['closed', 'open']);
    const [item] = await product.rows('select responsible_group from item where case_id = $1', [
      story.caseId,
    ]);
    expect(item).toEqual({ responsible_group: 'street:yinhang' });
    await story.seal();

    expect((await story.verdict()).of['E-D6a']).toMatchObject({ value: 'green' });
    const told = (await story.timeline()).map(({ sentence }) => sentence).join('\n');
    expect(told).toContain('长白新村街道的抄告事项改派殷行街道');
  });

  test('4 an answer is found weak twice: the supervision is raised, the third answer is accepted', async () => {
    await given.workingMorning();
    const story = await notice();
    await story.reach('check-feedback');
    await story.perform('check-feedback', { form: weak });
    // The time goes on where it stood, and rings when it is over.
    await story.task('feedback');
    const clocks = await product.rows(
      `select state, next_at is not null as rings from clock where case_id = $1 and key = 'notice.feedback'`,
      [story.caseId],
    );
    expect(clocks).toEqual([{ state: 'open', rings: true }]);
    await story.reach('check-feedback');
    expect(await papers(story, 'supervise-order')).toEqual([]);
    await story.perform('check-feedback', { form: weak });

    expect(await taskFor(story, 'sign', 'awb')).toMatchObject({ state: 'open' });
    expect(await story.task('feedback')).toMatchObject({ state: 'open' });
    await story.seal();

    expect(await papers(story, 'supervise-order')).toMatchObject([{ state: 'served' }]);
    expect(await story.tasksOf('feedback')).toHaveLength(3);
    expect(await talks(story)).toEqual([]);
    const levels = await product.rows('select level, cause from supervise_level where case_id = $1', [
      story.caseId,
    ]);
    expect(levels).toEqual([{ level: 1, cause: 'weak' }]);
  });

  test('5 from the city: a report upward is asked for, without it the source is unanswered', async () => {
    await given.workingMorning();
    const story = await notice({ source: '上级督查', sourceDoc: '市安委办督导组专项督查反馈' });
    const task = await story.reach('report-up');
    expect((await story.verdict()).of).toMatchObject({
      C6: { value: 'red', message: '未向来源（上级督查）反馈' },
      'E-D6c': { value: 'red', message: '未上报反馈' },
    });
    const bare = await story.refusal(task, { form: { receipt: undefined } });
    expect(bare.errors).toContainEqual(expect.objectContaining({ path: 'receipt' }));

    await story.seal();

    const [report] = await story.submissions('notice.upward');
    expect(report!.data.content).toContain('长白新村街道（主办）：已疏通园区雨水管网');
    expect((await story.verdict()).of).toMatchObject({ C6: { value: 'green' }, 'E-D6c': { value: 'green' } });
  });

  test(
    '6 listed: three monthly reports, accepted in month 4 while a report is due: taken after that report',
    async () => {
      await given.workingMorning();
      const { story, listing } = await listed();

      for (let month = 1; month <= 4; month++) {
        const clock = await listing.waitForClock('major.month', ({ state }) => state === 'open');
        await given.clockAt(new Date(Date.parse(clock.dueAt) + 9 * 60 * MINUTE_MS));
        const report = await listing.task('progress');
        if (month === 4) break;
        if (month === 2) {
          const lower = await listing.refusal(report, { form: { percent: 10 } });
          expect(lower.errors).toContainEqual(expect.objectContaining({ path: 'lowerReason' }));
        }
        await listing.perform(report);
      }
      // Step by step, for the player would also do what lies open in the called case.
      for (const step of ['rectify', 'recheck', 'accept', 'approve-strike-off']) await story.perform(step);
      await story.waitFor('销号', ({ items }) => items.find(({ state }) => state === 'struck-off'));
      expect((await listing.seen()).tasks.filter(({ state }) => state === 'open')).toMatchObject([
        { elementId: 'progress' },
      ]);

      await listing.perform('progress');
      expect(await listing.task('delist')).toMatchObject({ state: 'open' });
      await listing.until(null);

      expect(await listing.seen()).toMatchObject({ status: 'sealed', verdict: 'green', outcome: 'delisted' });
      expect((await listing.seen()).tasks.filter((t) => t.elementId === 'progress')).toHaveLength(4);
      expect((await listing.clocks()).filter(({ state }) => state === 'open')).toEqual([]);
    },
    LONG_MS,
  );

  test('7 the leader refuses the listing: closed with his reason, nothing is published', async () => {
    await given.workingMorning();
    const story = await major(20);
    const listing = await story.child();
    const refusal = { decision: 'refuse', opinion: '隐患当日可以消除,不予挂牌。' };

    await listing.perform('approve-listing', { form: refusal });
    await listing.until(null);

    expect(await listing.seen()).toMatchObject({
      status: 'sealed',
      verdict: 'green',
      outcome: 'not-listed',
      outcomeReason: refusal.opinion,
      documents: expect.not.arrayContaining([expect.objectContaining({ template: 'listing-notice' })]),
    });
    expect((await story.verdict()).of['E-D5d']).toMatchObject({ value: 'green' });
  });

  test('9 listed: the unit asks for a longer term in time, others may not; granted by the leader, the months go on', async () => {
    await given.workingMorning();
    const { listing } = await listed();
    const term = await listing.waitForClock('major.term', ({ state }) => state === 'open');

    await expect(askLonger(given, listing, STAFF.dispatcher, term.clockId, 60)).rejects.toMatchObject({
      status: 403,
    });
    const limits = async (account: string) =>
      (await (await given.session(account)).get<{ limits: object[] }>(`/cases/${listing.caseId}`)).limits;
    expect(await limits(STAFF.dispatcher)).toEqual([]);
    expect(await limits('firm.chen.liang')).toMatchObject([{ clockId: term.clockId, canExtend: true }]);
    await askLonger(given, listing, 'firm.chen.liang', term.clockId, 60);
    const approval = await listing.task('decide');
    expect(approval.groups).toEqual(['lead']);
    await listing.perform(approval, { form: { grantedDays: 60 } });

    const longer = await listing.waitForClock('major.term', ({ extendedDays }) => extendedDays === 60);
    expect(Date.parse(longer.dueAt)).toBeGreaterThan(Date.parse(term.dueAt) + 55 * 24 * 60 * MINUTE_MS);
    const month = await listing.waitForClock('major.month', ({ state }) => state === 'open');
    await given.clockAt(new Date(Date.parse(month.dueAt) + 9 * 60 * MINUTE_MS));
    expect(await listing.task('progress')).toMatchObject({ state: 'open' });
    const again = await askLonger(given, listing, 'firm.chen.liang', term.clockId, 5);
    expect(again).toBeDefined();
    const refused = await listing.waitForClock('major.term', ({ events }) =>
      events.some(({ kind }) => kind === 'refuse'),
    );
    expect(refused.events.find(({ kind }) => kind === 'refuse')).toMatchObject({ reason: '只能延期1次' });
  });

  test('sent back by the leader the draft keeps what was written; a failed look on the spot is put right', async () => {
    await given.workingMorning();
    const story = await notice();
    await story.reach('issue');
    await story.perform('issue', { form: { decision: 'return', opinion: '要求写得再具体些。' } });
    await story.reach('issue', {
      draft: { form: (_, usual) => ({ ...usual, demand: `${String(usual.demand)}另附清单。` }) },
    });
    expect((await story.submissions('notice.issue')).at(-1)!.data.demand).toBe(`${NOTICE.demand}另附清单。`);
    await story.seal({
      'check-feedback': { form: { needsCheck: true } },
      check: {
        form: (hand, usual) => ({
          ...usual,
          fit: 'no',
          demand: '三号楼屋面排水管未更换。',
          rectifyBy: hand.inDays(15),
        }),
      },
    });

    expect((await story.verdict()).of).toMatchObject({ C2: { value: 'green' }, 'X-R1': { value: 'green' } });
    expect(memberOf([LEAD])).toBe(story.doneBy('rectify'));
  });
});

/** A major hazard, verified, whose date lies so many days ahead. */
async function major(days: number): Promise<Story> {
  const story = await given.report({}, { handler: 'yjj-aqjg' });
  await story.reach('verify');
  await story.perform('verify', {
    form: (hand, usual) => ({ ...usual, handling: 'major', rectifyBy: hand.inDays(days) }),
  });
  return story;
}

/** A major hazard that is hung in public while its rectification has begun, and the case of its listing. */
async function listed(): Promise<{ story: Story; listing: Player }> {
  const story = await major(160);
  // The listing first: the player does a step of the called case whenever the calling one waits, also this one.
  const listing = await story.child();
  await listing.perform(await listing.reach('publish-listing'));
  await story.reach('rectify');
  return { story, listing };
}
