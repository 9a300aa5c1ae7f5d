import { expect, jest, test } from '@jest/globals';
import { openApi } from '../../bin/demo/client.ts';
import { allPlans, largePatrol } from '../../bin/demo/patrol-inspection/large.ts';
import { STAFF } from '../../bin/demo/people.ts';
import { Player } from '../../bin/demo/player.ts';
import { killable, type Killable } from '../harness/killable.ts';

jest.setTimeout(20 * 60_000);

/** Of the demo district so many units have somebody who acts for them; a finding more at each makes up for the thirtieth. */
const UNITS = 29;
const FINDINGS = 11;

const door = (installation: Killable) => {
  const { url, password } = installation.where();
  return openApi(url, password);
};

/** kill -9 of the product itself, and a new life on the same data. */
async function killed(installation: Killable): Promise<void> {
  installation.kill('node');
  await installation.died();
  await installation.start();
}

/** A broker that comes back, and three hundred open tasks, take longer than a player waits. */
async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++)
    try {
      return await act();
    } catch (error) {
      if (tries === 8) throw error;
    }
}

test('a patrol of 29 units with 11 findings each survives kill -9 on its way; every finding is there, each once', async () => {
  const installation = killable();
  try {
    await installation.start();
    const begun = await largePatrol(door(installation), UNITS, FINDINGS);
    const { caseId, caseNo, world } = begun;
    const later = () => new Player(door(installation), { caseId, caseNo }, world);

    await begun.reach('confirm-list');
    await killed(installation);
    await later().reach('write-report');
    installation.kill('broker');
    const after = later();
    await patiently(() => after.reach('make-plan'));
    await killed(installation);

    const last = later();
    const plans = await patiently(() => allPlans(last, UNITS * FINDINGS));
    expect(new Set(plans.map(({ taskId }) => taskId)).size).toBe(UNITS * FINDINGS);
    const auditor = await last.api.as(STAFF.auditor);
    const { diagrams } = await auditor.get<{
      diagrams: { visits: { elementId: string; count: number }[] }[];
    }>(`/cases/${caseId}/path`);
    const counted = diagrams[0]!.visits.find(({ elementId }) => elementId === 'make-plan');
    expect(counted).toMatchObject({ count: UNITS * FINDINGS });
    expect(installation.fsck()).toMatchObject({ ok: true, findings: [] });
  } finally {
    await installation.end();
  }
});
