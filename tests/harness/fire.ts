import { expect } from '@jest/globals';
import pg from 'pg';
import { findInstallation } from '../../bin/running.ts';
import { workUnderFire } from './clerks-under-fire.ts';
import { DiedEarly, killable, type Killable, type Part } from './killable.ts';

/** Points of a step at which the process can be made to die (core/fail-point.ts). */
export const FAIL_POINTS = [
  'submit.stored',
  'submit.committed',
  'outbox.send',
  'outbox.sent',
  'job.received',
  'job.effect',
  'job.committed',
  'job.completed',
  'task.received',
  'task.stored',
  'records.stored',
] as const;

export interface Attack {
  cases: number;
  hands: number;
  /** Fail points of one life after the other, as `name:n` (dies at the n-th passage). */
  failPoints: string[];
  /** Parts killed from outside, spread over the run. */
  kills: Part[];
}

/** The same seed gives the same attack: a red run can be played again. */
export function attackOf(seed: number, cases: number): Attack {
  let state = seed * 2_654_435_761 + 1;
  const random = (n: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state % n;
  };
  const failPoints = Array.from(
    { length: 3 },
    () => `${FAIL_POINTS[random(FAIL_POINTS.length)]}:${1 + random(20)}`,
  );
  const parts: Part[] = ['node', 'broker', 'postgres'];
  return { cases, hands: 6, failPoints, kills: Array.from({ length: 3 }, () => parts[random(3)]!) };
}

/**
 * Work cases while parts die, then let the installation settle and ask: does fsck find anything, is every
 * acknowledged case and submission there once, did every case reach its end?
 */
export async function survives(attack: Attack): Promise<void> {
  const installation = killable();
  const lives = [...attack.failPoints];
  let working = true;
  try {
    await installation.start(lives.shift());
    const keeper = keepAlive(installation, lives, () => working);
    const step = Math.max(1, Math.floor(attack.cases / (attack.kills.length + 1)));
    const kills = [...attack.kills];
    const acknowledged = await workUnderFire(installation, attack.cases, attack.hands, (done) => {
      const part = done % step === 0 ? kills.shift() : undefined;
      if (part !== undefined) installation.kill(part);
    });
    working = false;
    await keeper.stopWhenUp();
    const rows = await settle(installation, attack.cases);
    expect(installation.fsck()).toMatchObject({ ok: true, findings: [] });
    expect(rows.cases).toBe(acknowledged.cases.size);
    expect(rows.submissions.filter((id) => acknowledged.submissions.has(id)).sort()).toEqual(
      [...acknowledged.submissions].sort(),
    );
    expect(rows.twice).toBe(0);
    expect(rows.unfinished).toBe(0);
  } finally {
    working = false;
    await installation.end();
  }
}

/** Whenever the node process has died, start the next life; the last life has no fail point. */
function keepAlive(installation: Killable, lives: string[], working: () => boolean) {
  const loop = (async () => {
    while (working()) {
      await Promise.race([installation.died(), new Promise((resolve) => setTimeout(resolve, 1_000))]);
      if (!(await isDead(installation))) continue;
      await installation.start(lives.shift()).catch((error: unknown) => {
        // What an earlier life left is done while the pages are not up yet: the fail point may be passed right then.
        if (!(error instanceof DiedEarly)) throw error;
      });
    }
  })();
  return {
    async stopWhenUp() {
      await loop;
      if (await isDead(installation)) await installation.start();
    },
  };
}

async function isDead(installation: Killable): Promise<boolean> {
  const soon = Symbol('alive');
  const first = await Promise.race([
    installation.died(),
    new Promise((resolve) => setTimeout(() => resolve(soon), 20)),
  ]);
  return first !== soon;
}

async function settle(installation: Killable, cases: number) {
  const client = new pg.Client({ connectionString: findInstallation(installation.dataDir).ownerDatabaseUrl });
  await client.connect();
  try {
    await client.query(`select set_config('bihuan.scope', 'system', false)`);
    for (const end = Date.now() + 180_000; Date.now() < end;) {
      const { rows } = await client.query(
        `select (select count(*)::int from cases where status = 'sealed') as sealed, (select count(*)::int from outbox where done_at is null) as waiting`,
      );
      if (rows[0].sealed === cases && rows[0].waiting === 0) break;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    const one = async (sql: string) => (await client.query(sql)).rows[0].n as number;
    return {
      cases: await one('select count(*)::int as n from cases'),
      submissions: (
        await client.query('select submission_id from submission where task_id is not null')
      ).rows.map((row) => row.submission_id as string),
      twice: await one(
        `select count(*)::int as n from (select case_id, element_id from submission where task_id is not null group by 1, 2 having count(*) > 1) x`,
      ),
      unfinished: await one(`select count(*)::int as n from cases where status <> 'sealed'`),
    };
  } finally {
    await client.end();
  }
}
