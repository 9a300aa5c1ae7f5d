import { randomUUID } from 'node:crypto';
import { expect, jest, test } from '@jest/globals';
import { openApi, type Session } from '../../bin/demo/client.ts';
import { patrolInspection } from '../../bin/demo/patrol-inspection/play.ts';
import { accountOf, STAFF } from '../../bin/demo/people.ts';
import { Player } from '../../bin/demo/player.ts';
import { killable, type Killable } from '../harness/killable.ts';

jest.setTimeout(20 * 60_000);

/** Of the demo district so many units have somebody who acts for them; a finding more at each makes up for the thirtieth. */
const UNITS = 29;
const FINDINGS = 11;
const KINDS = ['street', 'department', 'soe'];

/** Units of the demo district where somebody acts. */
async function units(session: Session): Promise<string[]> {
  const all = await session.get<{ unitId: string; kind: string }[]>('/lookups/units');
  const served = all.filter(({ unitId, kind }) => {
    try {
      return KINDS.includes(kind) && accountOf(unitId) !== '';
    } catch {
      return false;
    }
  });
  return served.map(({ unitId }) => unitId).slice(0, UNITS);
}

const findings = Array.from({ length: FINDINGS }, (_, i) => ({
  clause: String(i + 1),
  kind: '履责问题' as const,
  fact: `检查项${i + 1}没有落实到人，缺少检查和整改记录。`,
  demand: '落实责任人，补齐检查和整改记录。',
}));

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
    const shipped = patrolInspection.stories.find(({ id }) => id === 'E-323116')!;
    const visited = await units(await door(installation).as(STAFF.dispatcher));
    expect(visited).toHaveLength(UNITS);
    const objects = visited.map((unit) => ({ unit, findings }));
    const played = { ...(shipped.played as object), objects, invented: '' };
    const opening = { api: door(installation), no: randomUUID(), begins: {}, secret: undefined };
    const { world, ...opened } = await patrolInspection.begin({ ...shipped, played }, opening);

    await new Player(opening.api, opened, world).reach('confirm-list');
    await killed(installation);
    await new Player(door(installation), opened, world).reach('write-report');
    installation.kill('broker');
    const after = new Player(door(installation), opened, world);
    await patiently(() => after.reach('make-plan'));
    await killed(installation);

    const last = new Player(door(installation), opened, world);
    const plans = await patiently(() =>
      last.waitFor('全部问题的整改方案', ({ tasks }) => {
        const open = tasks.filter(({ elementId, state }) => elementId === 'make-plan' && state === 'open');
        return open.length === UNITS * FINDINGS ? open : undefined;
      }),
    );
    expect(new Set(plans.map(({ taskId }) => taskId)).size).toBe(UNITS * FINDINGS);
    const auditor = await last.api.as(STAFF.auditor);
    const { diagrams } = await auditor.get<{
      diagrams: { visits: { elementId: string; count: number }[] }[];
    }>(`/cases/${opened.caseId}/path`);
    const counted = diagrams[0]!.visits.find(({ elementId }) => elementId === 'make-plan');
    expect(counted).toMatchObject({ count: UNITS * FINDINGS });
    expect(installation.fsck()).toMatchObject({ ok: true, findings: [] });
  } finally {
    await installation.end();
  }
});
