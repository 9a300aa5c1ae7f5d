import { describe, expect, test } from '@jest/globals';
import { openDatabase, asSystem } from '../../core/db.ts';
import { planClock } from '../../core/clock-plan.ts';
import { storeClocks } from '../../core/clocks.ts';
import { SYSTEM } from '../../core/actor.ts';
import { law } from '../../core/law.ts';
import { setClockOffset } from '../../core/time.ts';
import type { ClockSeen } from '../../bin/demo/seen.ts';
import { askLonger } from '../../tests/harness/extension.ts';
import { useProduct } from '../../tests/harness/product.ts';
import { Refused, stories, type Story } from '../../tests/harness/story.ts';

const product = useProduct();
const given = stories(product);
const DAY_MS = 24 * 3600_000;
const HANDLER = 'wu.beihai';
const FIRM = 'firm.chen.liang';

const clockOf = async (story: Story, key: string): Promise<ClockSeen> =>
  (await story.clocks()).findLast((clock) => clock.key === key)!;

const stateOf = async (extensionId: string) =>
  (
    await product.rows<{ state: string; refused_rule: string | null; decided_by: string | null }>(
      'select state, refused_rule, decided_by from extension where extension_id = $1',
      [extensionId],
    )
  )[0]!;

async function decided(extensionId: string): Promise<Awaited<ReturnType<typeof stateOf>>> {
  for (let tries = 0; tries < 400; tries++) {
    const found = await stateOf(extensionId);
    if (found.state !== 'requested') return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the request was not decided');
}

describe('extension-approval', () => {
  test('1 asked 12 days before expiry and granted 15: the due date moves, old and new date and the approver are shown', async () => {
    await given.workingMorning();
    const story = await given.report();
    await story.reach('rectify', {
      verify: { form: (hand, usual) => ({ ...usual, rectifyBy: hand.inDays(15) }) },
    });
    const before = await clockOf(story, 'rectify.term');
    await given.clockAt(new Date(Date.parse(before.dueAt) - 12.5 * DAY_MS));

    const extensionId = await askLonger(given, story, FIRM, before.clockId, 15);
    await story.perform('decide', { form: { grantedDays: 15 } });

    expect(await decided(extensionId)).toMatchObject({
      state: 'granted',
      decided_by: story.doneBy('decide'),
    });
    const after = await clockOf(story, 'rectify.term');
    expect(after).toMatchObject({ clockId: before.clockId, extendedDays: 15 });
    expect(Date.parse(after.dueAt) - Date.parse(before.dueAt)).toBeGreaterThanOrEqual(15 * DAY_MS);
    expect(await story.task('rectify')).toMatchObject({ dueAt: after.dueAt });
    const moved = after.events.find(({ kind }) => kind === 'extend');
    expect(moved).toMatchObject({
      before: { dueAt: before.dueAt },
      after: { dueAt: after.dueAt },
      byName: '何正言',
    });
  });

  test('2 asked after expiry: refused without a person', async () => {
    await given.workingMorning();
    const story = await given.report();
    const verify = await story.reach('verify');
    await given.clockAt(new Date(Date.parse(verify.dueAt!) + 60_000));
    const clock = await clockOf(story, 'hazard.verify');

    const extensionId = await askLonger(given, story, HANDLER, clock.clockId, 2);

    const answer = await decided(extensionId);
    expect(answer).toMatchObject({ state: 'refused' });
    expect(answer.refused_rule).toBeTruthy();
    expect(await story.tasksOf('decide')).toEqual([]);
    expect((await clockOf(story, 'hazard.verify')).dueAt).toBe(clock.dueAt);
  });

  test('3 a second request for the same clock while one is open is refused at once', async () => {
    const story = await given.report();
    await story.reach('rectify');
    const { clockId } = await clockOf(story, 'rectify.term');
    await askLonger(given, story, FIRM, clockId, 5);

    await expect(askLonger(given, story, FIRM, clockId, 6)).rejects.toMatchObject({
      status: 409,
      rule: 'extension.one-live',
    });
  });

  test('4 a request above the ceiling (70 days for accident.probe.60d) is refused', async () => {
    const story = await given.report();
    const { taskId } = await story.reach('verify');
    const clockId = await openClock(story, 'accident.probe.60d', taskId);

    const refused = await askLonger(given, story, HANDLER, clockId, 70).catch((error: unknown) => error);

    expect(refused).toBeInstanceOf(Refused);
    expect((refused as Refused).errors[0]).toMatchObject({
      path: 'days',
      message: expect.stringContaining('超过'),
    });
    const form = await (
      await given.session(HANDLER)
    ).get<{ data: { maxDays: number } }>(`/cases/${story.caseId}/extensions/form?clockId=${clockId}`);
    expect(form.data.maxDays).toBe(60);
  });

  test('5 asked in time and granted after the old expiry: C4 is green, the escalation is annotated and not deleted', async () => {
    await given.workingMorning();
    const story = await given.report();
    await story.reach('verify', { 'hazard-dispatch/accept': { form: { clockKey: '举报' } } });
    const before = await clockOf(story, 'hazard.verify');
    await given.clockAt(new Date(Date.parse(before.dueAt) - 3600_000));
    const extensionId = await askLonger(given, story, HANDLER, before.clockId, 3);
    await story.task('decide');
    await given.clockAt(new Date(Date.parse(before.dueAt) + 60_000));
    await story.waitForClock('hazard.verify', ({ events }) =>
      events.some(({ kind, level }) => kind === 'ring' && level === 1),
    );

    await story.perform('decide');
    expect(await decided(extensionId)).toMatchObject({ state: 'granted' });
    await story.perform('verify');

    await story.task('sign');
    const after = await clockOf(story, 'hazard.verify');
    expect(after).toMatchObject({ state: 'closed', met: true });
    expect(after.events.filter(({ kind, level }) => kind === 'ring' && level === 1)).toHaveLength(1);
    expect(after.events.findLast(({ kind }) => kind === 'extend')!.reason).toBeTruthy();
    expect((await story.verdict()).of.C4).toMatchObject({ value: 'green' });
  });
});

/** A limit of a process that does not exist yet, on an open task of the case: written as its process will write it. */
async function openClock(story: Story, key: string, taskId: string): Promise<string> {
  const db = openDatabase(product.ownerDatabaseUrl, 1);
  try {
    setClockOffset((await given.now()).getTime() - Date.now(), { first: true });
    return await asSystem(db, async (trx) => {
      const clock = planClock(await law(trx), { caseId: story.caseId, key, taskId });
      await storeClocks(trx, [clock], SYSTEM);
      return clock.clock_id;
    });
  } finally {
    await db.destroy();
  }
}
