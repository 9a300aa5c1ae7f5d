import { describe, expect, test } from '@jest/globals';
import { Refused } from '../../bin/demo/client.ts';
import { useProduct } from '../../tests/harness/product.ts';
import { STAFF, stories, type Story } from '../../tests/harness/story.ts';
import { absent, talks } from '../../tests/harness/talks.ts';

const product = useProduct();
const given = stories(product);
const talk = talks(product, given);

const firm = 'firm.chen.liang';
const askPostponement = async (story: Story, days: number) => {
  await story.waitFor('等待约谈', ({ status }) => (status === 'open' ? true : undefined));
  const session = await given.session(firm);
  const wishedAt = new Date((await given.now()).getTime() + days * 24 * 3600_000).toISOString();
  const data = { reason: '主要负责人当日须参加法院庭审。', wishedAt };
  return session.post(`/cases/${story.caseId}/messages/postpone-asked`, { data });
};
const dayClocks = async (story: Story) => (await story.clocks()).filter(({ key }) => key === 'talk.day');
/** The event listens a moment after the step before it was done. */
async function listening(story: Story, gateway: string, n: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const [visit] = await product.rows<{ n: number }>(
      `select count(*)::int as n from element_visit v join cases c using (broker_epoch, instance_key)
       where c.case_id = $1 and v.element_id = $2`,
      [story.caseId, gateway],
    );
    if (visit!.n === n) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${story.caseNo} did not come to ${gateway}`);
}
const documents = async (story: Story, template: string) =>
  (await story.seen()).documents.filter((document) => document.template === template);

describe('warning-talk', () => {
  test('1 triggered by a failed recheck: held, two measures struck off, observation quiet: struck off, green', async () => {
    await given.workingMorning();
    const { hazard, talk: story } = await talk.triggered();
    await story.seal();

    const seen = await story.seen();
    expect(seen).toMatchObject({ status: 'sealed', verdict: 'green', outcome: 'struck-off' });
    expect(seen.items.map(({ state }) => state)).toEqual(['struck-off', 'struck-off']);
    const { of } = await story.verdict();
    for (const id of ['C2', 'C8', 'E-D2a', 'E-D2b', 'E-D2c', 'E-D2d', 'E-D2e'])
      expect(of[id]).toMatchObject({ value: 'green' });
    expect((await hazard.verdict()).of.C1b).toMatchObject({ value: 'green' });
    expect(
      await product.rows('select text from talk_publication where case_id = $1', [story.caseId]),
    ).toHaveLength(1);
  });

  test('2 absent without reason: a circular, a second day, present, and it goes on', async () => {
    await given.workingMorning();
    const story = await talk.ordered();

    await story.reach('minutes', { arrive: [absent('again')] });

    expect(await documents(story, 'talk-circular')).toMatchObject([{ state: 'served' }]);
    expect(await documents(story, 'talk-change-notice')).toMatchObject([{ state: 'served' }]);
    expect(await story.tasksOf('arrive')).toHaveLength(2);
    await story.reach('sign-minutes');
    expect((await story.verdict()).of['E-D2d']).toMatchObject({ value: 'green' });
  });

  test('3 absent twice: called to account, green only with the receipt of the hand-over', async () => {
    await given.workingMorning();
    const story = await talk.ordered();
    const twice = { arrive: [absent('again'), absent('again')] };
    await story.reach('arrive', twice);
    await story.perform('arrive', absent('again'));
    await story.reach('arrive');
    await story.perform('arrive', absent('again'));
    const referred = () =>
      product.rows<{ received_at: Date | null }>(
        'select received_at from accountability_referral where case_id = $1',
        [story.caseId],
      );
    const letter = async () => {
      for (;;) {
        const receipt = await story.reach('receipt');
        const [open] = await documents(story, 'accountability-letter');
        if (open !== undefined) return receipt;
        await story.perform(receipt);
      }
    };
    const receipt = await letter();
    expect(await referred()).toEqual([]);
    expect((await story.verdict()).result).toBe('red');

    await story.perform(receipt);
    await story.seal();

    expect(await story.seen()).toMatchObject({ outcome: 'accountability', verdict: 'green' });
    expect((await referred())[0]!.received_at).not.toBeNull();
    expect((await story.verdict()).of.C8).toMatchObject({ value: 'n/a' });
  });

  test('4 put off once, with a new notice; a second request is refused and the talk stays on its day', async () => {
    await given.workingMorning();
    const story = await talk.ordered();
    await story.reach('check-material');
    await story.perform('check-material');
    await listening(story, 'wait-talk', 1);
    await askPostponement(story, 10);
    await story.perform('decide-postpone');
    await story.until('receipt');
    await story.perform('receipt');
    await listening(story, 'wait-talk', 2);
    expect(await documents(story, 'talk-change-notice')).toMatchObject([{ state: 'served' }]);
    const before = (await dayClocks(story)).find(({ state }) => state === 'open')!;

    const refused = await askPostponement(story, 20).catch((error: unknown) => error);

    expect(refused).toBeInstanceOf(Refused);
    expect((refused as Refused).errors[0]).toMatchObject({
      path: 'reason',
      message: expect.stringContaining('改期次数已经用完'),
    });
    const after = (await dayClocks(story)).find(({ state }) => state === 'open')!;
    expect(after).toMatchObject({ clockId: before.clockId, dueAt: before.dueAt });
    await story.reach('arrive');
    expect(await story.tasksOf('decide-postpone')).toHaveLength(1);
  });

  test('5 material sent back twice, the third is accepted; its clock is not restarted', async () => {
    await given.workingMorning();
    const story = await talk.ordered();
    const back = {
      form: { decision: 'unfit', opinion: '原因分析不具体，请补充责任人。' },
    };

    const first = await story.reach('material');
    await story.reach('arrive', { 'check-material': [back, back] });

    const tasks = await story.tasksOf('material');
    expect(tasks).toHaveLength(3);
    expect(new Set(tasks.map(({ dueAt }) => dueAt))).toEqual(new Set([first.dueAt]));
    expect((await story.clocks()).filter(({ key }) => key === 'talk.material')).toHaveLength(1);
  });

  test('6 another accident of the unit during observation: the conclusion says so, and 销号 is refused', async () => {
    await given.workingMorning();
    const story = await talk.ordered();
    const other = await given.report();
    await story.reach('approve-strike-off');
    await story.perform('approve-strike-off');
    await story.reach('approve-strike-off');
    await story.perform('approve-strike-off');
    await listening(story, 'observe', 1);
    await talk.send({
      name: 'accident.opened',
      key: story.caseId,
      ttl: 60_000,
      payload: { accidentCaseId: other.caseId, grade: 'general' },
      caseId: other.caseId,
    });

    const conclude = await story.task('conclude');
    const [row] = await product.rows<{ variables: Record<string, unknown> }>(
      'select variables from task where task_id = $1',
      [conclude.taskId],
    );
    expect(row!.variables).toMatchObject({ accidentInWindow: true, accidentCount: 1 });
    const refused = await story.refusal(conclude);
    expect(refused.errors[0]).toMatchObject({
      path: 'conclusion',
      message: expect.stringContaining('再次发生事故'),
    });
    await story.perform(conclude, {
      form: { conclusion: 'account', opinion: '观察期内再次发生事故，予以通报问责。', crimeSign: 'no' },
    });
    await story.seal();
    expect(await story.seen()).toMatchObject({ outcome: 'accountability', verdict: 'green' });
  });

  test('7 a second trigger for the same unit and cause is merged, the dossier of the first grows by one', async () => {
    await given.workingMorning();
    const { hazard, talk: first } = await talk.triggered();
    await first.task('propose');
    const triggersOf = (caseId: string) =>
      product.rows<{ trigger_id: string; causes: string[]; unit_id: string }>(
        'select * from talk_trigger where talk_case_id = $1 order by at',
        [caseId],
      );
    const [trigger] = await triggersOf(first.caseId);
    const again = { triggerId: `T6-${trigger!.causes[0]}`, rule: 'T6', unitId: trigger!.unit_id };

    const delivery = await talk.send({
      name: 'talk.trigger',
      key: again.triggerId,
      ttl: 60_000,
      payload: { ...again, causes: trigger!.causes },
      caseId: hazard.caseId,
    });

    if (delivery.how !== 'started') throw new Error(delivery.how);
    const second = talk.of(delivery);
    await second.until(null);
    expect(await second.seen()).toMatchObject({ status: 'sealed', outcome: 'merged', verdict: 'green' });
    expect((await second.verdict()).of.C8).toMatchObject({ value: 'n/a' });
    expect((await triggersOf(first.caseId)).map(({ trigger_id }) => trigger_id)).toEqual([
      trigger!.trigger_id,
      again.triggerId,
    ]);
    const session = await given.session(STAFF.dispatcher);
    const { taskId } = await first.task('propose');
    const { data } = await session.get<{ data: { triggers: { rule: string }[] } }>(`/tasks/${taskId}`);
    expect(data.triggers.map(({ rule }) => rule.slice(0, 2))).toEqual(['T4', 'T6']);
    expect((await first.seen()).status).toBe('open');
  });

  test('8 turned into a letter: no day of talk, but the measures must be struck off', async () => {
    await given.workingMorning();
    const story = await talk.ordered();
    const letter = {
      'approve-talk': {
        form: (hand: { inDays(n: number): string; signature: unknown }) => ({
          decision: 'letter',
          reason: '情节较轻，先以提醒函督促整改。',
          measures: [{ measure: '更换除尘器压差表并清灰', owner: '主要负责人', dueOn: hand.inDays(15) }],
          signature: hand.signature,
        }),
      },
    };
    await story.reach('conclude', letter);

    const seen = await story.seen();
    expect(seen.items).toMatchObject([{ state: 'struck-off' }]);
    expect(seen.tasks.map(({ elementId }) => elementId)).not.toContain('arrive');
    expect(await dayClocks(story)).toEqual([]);
    expect(await documents(story, 'reminder-letter')).toMatchObject([{ state: 'served' }]);
    await story.seal();
    expect((await story.verdict()).of).toMatchObject({ 'E-D2d': { value: 'n/a' }, C8: { value: 'green' } });
  });

  test('9 no material in time: the talk is held all the same, and its minutes say so', async () => {
    await given.workingMorning();
    const story = await talk.ordered();
    const material = await story.reach('material');
    await given.clockAt(new Date(Date.parse(material.dueAt!) + 60_000));
    await story.cancelled(material.taskId);

    const minutes = await story.reach('minutes');

    const awb = await given.session(STAFF.dispatcher);
    const { data } = await awb.get<{ data: Record<string, unknown> }>(`/tasks/${minutes.taskId}`);
    expect(data.materialNote).toBe('该单位逾期未提交约谈书面材料。');
    expect(await story.tasksOf('check-material')).toEqual([]);
  });

  test('10 a deputy comes: present where the proposal allows one, absent where it does not', async () => {
    await given.workingMorning();
    const deputy = {
      form: { status: 'deputy', persons: [{ name: '副经理', post: '副职', idChecked: true }] },
    };
    const allowed = await talk.ordered();
    await allowed.reach('propose');
    await allowed.perform('propose', { form: { deputyAllowed: 'yes' } });
    await allowed.reach('minutes', { arrive: deputy });

    const refused = await talk.ordered();
    const arrive = await refused.reach('arrive');
    const refusal = await refused.refusal(arrive, deputy);
    expect(refusal.errors.map(({ path }) => path)).toEqual(['absentReason', 'justified']);
  });

  test('11 talked to again: a second round with its own material, then struck off', async () => {
    await given.workingMorning();
    const story = await talk.ordered();
    const again = { form: { conclusion: 'again', opinion: '措施刚落实，还须巩固，再约一次。' } };
    await story.reach('conclude');
    await story.perform('conclude', again);
    await story.reach('propose');

    await story.perform('propose', { form: (hand, usual) => ({ ...usual, materialBy: hand.inDays(5) }) });
    await story.seal();

    expect(await story.tasksOf('propose')).toHaveLength(2);
    expect(await documents(story, 'talk-notice')).toHaveLength(2);
    expect(await story.seen()).toMatchObject({ outcome: 'struck-off', verdict: 'green' });
  });

  test('12 signs of a crime: handed over to the police with a receipt, and green', async () => {
    await given.workingMorning();
    const story = await talk.ordered();
    await story.reach('conclude');
    await story.perform('conclude', {
      form: { conclusion: 'account', opinion: '涉嫌重大责任事故犯罪，移送公安机关。', crimeSign: 'yes' },
    });
    await story.reach('hand-over-referral');
    await story.seal();

    expect(story.steps.some(({ elementId }) => elementId === 'hand-over-referral')).toBe(true);
    expect(await documents(story, 'accountability-letter')).toEqual([]);
    expect(await story.seen()).toMatchObject({ status: 'sealed', verdict: 'green' });
  });

  test('not approved: the reason stays in the file, nothing else is asked', async () => {
    const story = await talk.ordered();
    await story.reach('approve-talk');
    const own = await story.refusal('approve-talk', { as: STAFF.dispatcher });
    expect(own).toMatchObject({ status: 403 });
    await story.perform('approve-talk', {
      form: { decision: 'refuse', reason: '该企业已完成整改，不再约谈。' },
    });
    await story.until(null);

    expect(await story.seen()).toMatchObject({
      status: 'sealed',
      outcome: 'rejected',
      outcomeReason: '该企业已完成整改，不再约谈。',
      verdict: 'green',
    });
  });
});
