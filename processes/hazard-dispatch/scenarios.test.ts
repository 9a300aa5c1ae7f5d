import { describe, expect, test } from '@jest/globals';
import { useProduct } from '../../tests/harness/product.ts';
import { stories, STAFF, type Hand, type Story } from '../../tests/harness/story.ts';
import type { Form } from '../../bin/demo/acts/index.ts';

const product = useProduct();
const given = stories(product);

const failedAgain = (hand: Hand, usual: Form): Form => ({
  ...usual,
  fit: 'no',
  failReason: '除尘器压差表仍不动作。',
  nextStep: 'again',
  newRectifyBy: hand.inDays(25),
});
const returned = (suggestUnit: string): Form => ({
  decision: 'return',
  officer: undefined,
  needExpert: undefined,
  reason: '不属本单位职责',
  basis: '该单位属于工业企业,不在本单位监管范围。',
  suggestUnit,
});
const triggers = async (story: Story, name: string) =>
  (await story.seen()).pendingTriggers.filter((trigger) => trigger.name === name);

describe('hazard-dispatch', () => {
  test('1 a 12345 complaint of a general hazard, answered on working day 4, ends green and goes back to the hotline', async () => {
    await given.workingMorning();
    const ticketNo = `SC${Date.now()}`;
    const story = await given.ticket({ ticketNo });

    await story.reach('answer', { 'hazard-dispatch/accept': { form: { clockKey: '求助投诉' } } });
    await given.clockAt(`${await given.workday(4)}T10:00:00+08:00`);
    await story.seal();

    const verdict = await story.verdict();
    expect(verdict).toMatchObject({ result: 'green', stored: true });
    expect(verdict.of).toMatchObject({
      C4: { value: 'green' },
      C6: { value: 'green' },
      'E-D5a': { value: 'green' },
    });
    const total = (await story.clocks()).find(({ key }) => key === 'hazard.total.12345.complaint')!;
    expect(total).toMatchObject({ state: 'closed', met: true });
    // Nothing of a sealed case runs on; the day of the callback is an appointment, kept by coming round.
    expect((await story.clocks()).filter(({ state }) => state === 'open')).toEqual([]);
    expect((await story.clocks()).find(({ key }) => key === 'hazard.callback-wait')).toMatchObject({
      met: true,
    });
    const [receipt] = await product.rows('select status from hotline_receipt where ticket_no = $1', [
      ticketNo,
    ]);
    expect(receipt).toBeDefined();
  });

  test('2 the handler returns twice: the second return goes to the leader, who assigns; the third unit cannot return', async () => {
    const story = await given.report();

    await story.reach('take');
    await story.perform('take', { form: returned('pingliang') });
    await story.perform('rule', { form: { ruling: 'reassign', unit: 'pingliang' } });
    await story.perform('take', { form: returned('yjj-aqjg') });
    expect(await story.task('assign')).toMatchObject({ groupNames: ['局领导'] });
    const keep = await story.refusal('assign', { form: { ruling: 'keep', unit: undefined } });
    expect(keep.errors[0]?.message).toContain('维持原承办');
    await story.perform('assign', { form: { unit: 'yjj-aqjg' } });

    expect(await story.task('contact')).toMatchObject({ groupNames: ['安全生产监督管理科'] });
    expect(await story.tasksOf('take')).toHaveLength(2);
    expect((await story.verdict()).of['E-D5f']).toMatchObject({ value: 'green' });
  });

  test('3 nobody takes the order in time: the task is cancelled and 安委办 rules', async () => {
    const story = await given.report();
    const take = await story.reach('take');

    await given.clockAt(new Date(Date.parse(take.dueAt!) + 60_000));

    expect(await story.task('rule')).toMatchObject({ groupNames: ['安委办'] });
    await story.cancelled(take.taskId);
    const late = await story.refusal(take);
    expect(late).toMatchObject({ status: 409 });
    expect(late.title).toContain('任务已取消');
  });

  test('4 the recheck fails twice: a talk is triggered and the item goes on with a new date', async () => {
    const story = await given.report();
    await story.reach('recheck');
    await story.perform('recheck', { form: failedAgain });
    await story.perform('rectify');
    expect(await triggers(story, 'talk.trigger')).toEqual([]);

    await story.perform('recheck', { form: failedAgain });

    const rectify = await story.task('rectify');
    const started = await story.waitFor('约谈案件', ({ links }) =>
      links.some(({ kind }) => kind === 'source') ? links.filter(({ kind }) => kind === 'source') : undefined,
    );
    const { items } = await story.seen();
    expect(started).toHaveLength(1);
    const [talk] = await product.rows('select process, business_key from cases where case_id = $1', [
      started[0]!.caseId,
    ]);
    expect(talk).toEqual({ process: 'warning-talk', business_key: `T4-${items[0]!.itemId}` });
    expect(await triggers(story, 'talk.trigger')).toEqual([]);
    expect(items[0]).toMatchObject({ state: 'open', failCount: 2 });
    expect(rectify.dueAt).not.toBeNull();
    expect(items[0]!.rectifyBy).toBe(newDateOf(await story.submissions('rectify.recheck')));
  });

  test('5 a major hazard: measures, plan and listing run side by side, an expert accepts, the delisting is published: green', async () => {
    await given.workingMorning();
    const story = await given.report({}, { handler: 'yjj-aqjg' });
    await story.reach('verify');
    await story.perform('verify', { form: { handling: 'major' } });
    for (const step of ['control', 'major-plan']) await story.task(step);
    const listing = await story.child();
    await listing.task('approve-listing');

    await story.reach('accept');
    await story.perform('accept', {
      form: (_, usual) => ({ ...usual, accepters: [STAFF.expert, ...STAFF.officers] }),
    });
    await story.seal();

    const verdict = await story.verdict();
    expect(verdict.result).toBe('green');
    expect(verdict.of['E-D5d']).toMatchObject({ value: 'green' });
    expect(await listing.seen()).toMatchObject({ status: 'sealed', verdict: 'green', outcome: 'delisted' });
    const shown = await product.rows(
      `select data->>'kind' as kind from submission where case_id = $1 and form_id = 'notice.publicity' order by at`,
      [listing.caseId],
    );
    expect(shown).toEqual([{ kind: 'hang' }, { kind: 'strike' }]);
  });

  test('6 not true: written by two, approved by a third person, the reporter told: green', async () => {
    await given.workingMorning();
    const story = await given.report();

    await story.reach('write-unfounded', { verify: { form: untrue } });
    await story.reach('approve-close');
    const verifier = story.doneBy('verify');
    expect(await story.refusal('approve-close', { as: verifier })).toMatchObject({ status: 403 });
    await story.seal();

    const verdict = await story.verdict();
    expect(verdict.result).toBe('green');
    expect(verdict.of).toMatchObject({
      'E-D5e': { value: 'green' },
      'E-D5a': { value: 'green' },
      C1: { value: 'green' },
    });
    const [paper] = await story.submissions('record');
    expect(paper!.data.recorders).toHaveLength(2);
    expect(new Set([story.doneBy('approve-close'), ...(paper!.data.recorders as string[])]).size).toBe(3);
  });

  test('7 dissatisfied: redone once; dissatisfied again: closed and flagged for 复核, no third round', async () => {
    await given.workingMorning();
    const story = await given.report();
    const unhappy = { form: { result: '1', solved: 'no', unhappyReason: '粉尘还是很大,没有看到变化。' } };

    await story.reach('callback');
    await story.perform('callback', unhappy);
    await story.task('verify');
    const [item] = (await story.seen()).items;
    await story.reach('callback');
    await story.perform('callback', unhappy);
    await story.until(null);

    const seen = await story.seen();
    expect(seen).toMatchObject({ status: 'sealed', verdict: 'green' });
    expect(seen.items.map(({ itemId }) => itemId)).toEqual([item!.itemId]);
    expect(await story.tasksOf('verify')).toHaveLength(2);
    expect(await story.tasksOf('callback')).toHaveLength(2);
    expect((await story.timeline()).map(({ sentence }) => sentence).join('\n')).toContain('复核');
  });

  test('8 a report that mentions a death opens an accident report under its number and closes as transferred', async () => {
    const story = await given.report({ deathInvolved: 'yes' });

    await story.perform('accept', { form: { decision: 'death', level: undefined, clockKey: undefined } });
    await story.until(null);

    const seen = await story.seen();
    expect(seen).toMatchObject({ status: 'sealed', outcome: 'transferred', verdict: 'green' });
    expect(await triggers(story, 'accident.report')).toMatchObject([{ key: seen.caseNo }]);
    expect(seen.outcomeReason).toBeTruthy();
  });

  test('9 an anonymous report: no contact, no answer, no callback; C6 says 不适用:匿名', async () => {
    await given.workingMorning();
    const story = await given.report({ anonymous: 'yes' });

    await story.seal();

    const elements = (await story.seen()).tasks.map(({ elementId }) => elementId);
    for (const element of ['contact', 'answer', 'callback']) expect(elements).not.toContain(element);
    const { C6 } = (await story.verdict()).of;
    expect(C6).toMatchObject({ value: 'n/a', message: expect.stringMatching(/^不适用[:：]匿名$/) });
  });

  test('10 the firm refuses: power is cut 24 hours after the notice, a penalty is asked for, then it is put right', async () => {
    await given.workingMorning();
    const story = await given.report();
    await story.reach('recheck');
    await story.perform('recheck', { form: (_, usual) => ({ ...usual, fit: 'no', failReason: '拒不整改,继续作业。', nextStep: 'stop', newRectifyBy: undefined }) }); // prettier-ignore

    const cut = (hours: number) => ({
      form: (hand: Hand, usual: Form): Form => ({
        ...usual,
        measures: ['停止供电'],
        noticeAt: hand.now,
        from: new Date(Date.parse(hand.now) + hours * 3600_000).toISOString(),
      }),
    });
    const tooSoon = await story.refusal('force', cut(12));
    expect(tooSoon.errors).toContainEqual(
      expect.objectContaining({ path: 'noticeAt', message: expect.stringContaining('24 小时') }),
    );
    await story.perform('force', cut(25));
    await story.task('rectify');
    expect(await triggers(story, 'penalty.request')).toHaveLength(1);
    await story.seal();

    expect((await story.seen()).items[0]).toMatchObject({ state: 'struck-off' });
  });

  test('11 not accepted: the reporter is told and the case closes as rejected', async () => {
    const story = await given.report();

    await story.perform('accept', {
      form: { decision: 'reject', rejectReason: '不属安全生产', level: undefined, clockKey: undefined },
    });
    await story.perform('inform');
    await story.until(null);

    expect(await story.seen()).toMatchObject({
      status: 'sealed',
      outcome: 'rejected',
      outcomeReason: '不属安全生产',
      verdict: 'green',
    });
  });

  test('12 put right on the spot: without an after-photo the form is refused, with it the case closes without a recheck', async () => {
    await given.workingMorning();
    const story = await given.report();
    await story.reach('verify');
    const onspot = (after: boolean) => ({
      form: async (hand: Hand, usual: Form): Promise<Form> => ({
        ...usual,
        handling: 'onspot',
        rectifyBy: undefined,
        demand: undefined,
        afterPhotos: after ? await hand.photos() : undefined,
      }),
    });

    expect((await story.refusal('verify', onspot(false))).errors[0]).toMatchObject({ path: 'afterPhotos' });
    await story.perform('verify', onspot(true));
    await story.seal();

    const seen = await story.seen();
    expect(seen.items).toMatchObject([{ state: 'struck-off' }]);
    expect(seen.tasks.some(({ elementId }) => elementId === 'recheck')).toBe(false);
    expect((await story.verdict()).of.C2).toMatchObject({ value: 'green' });
  });

  test('13 the same ticket again while its case lives gets the same case', async () => {
    const first = await given.ticket({ ticketNo: `SD${Date.now()}` });
    await first.task('accept');
    const ticketNo = String((await first.submissions('hazard.intake'))[0]!.data.ticketNo);

    const repeated = await given.ticket({ ticketNo });

    expect(repeated.caseId).toBe(first.caseId);
  });

  test('14 the same firm, category and place again is attached to the open case and closes as merged', async () => {
    const first = await given.report();
    await first.task('accept');

    const second = await given.report({}, { place: first.world.place });
    await second.until(null);

    const seen = await second.seen();
    expect(seen).toMatchObject({ status: 'sealed', outcome: 'merged', verdict: 'green', tasks: [] });
    expect(seen.links).toEqual([expect.objectContaining({ caseId: first.caseId })]);
    expect((await first.seen()).status).toBe('open');
  });

  test('a firm where nobody has an account: the handling unit sees to the rectification, another of its people re-checks', async () => {
    await given.workingMorning();
    const object = { uscc: '91310110DEM010749J', name: '上海杨帆船机修理(虚构)有限公司' };
    const story = await given.report({ object }, { firm: null });
    const rectify = await story.reach('rectify');
    expect(rectify).toMatchObject({ groupNames: ['定海路街道'] });
    await story.perform(rectify, { as: 'wu.beihai' });

    const own = await story.refusal('recheck', { as: 'wu.beihai' });
    expect(own).toMatchObject({ status: 403 });
    await story.perform('recheck', { as: 'gan.lushan' });
    await story.seal();

    expect((await story.verdict()).of.C3).toMatchObject({ value: 'green' });
  });
});

const untrue = (_: Hand, usual: Form): Form => ({
  ...usual,
  truth: 'no',
  handling: 'unfounded',
  facts: '两人到场查看除尘器和清灰记录,设备运行正常,未发现举报反映的情况。',
  articles: undefined,
  rectifyBy: undefined,
  demand: undefined,
});

const newDateOf = (rechecks: { data: Record<string, unknown> }[]): unknown =>
  rechecks.at(-1)?.data.newRectifyBy;
