import { randomUUID } from 'node:crypto';
import type { Api } from '../client.ts';
import { accountOf, STAFF } from '../people.ts';
import { Player } from '../player.ts';
import type { TaskRow } from '../seen.ts';
import { patrolInspection } from './play.ts';

/** The published patrol whose words are played. */
const STORY = 'E-323116';
const KINDS = ['street', 'department', 'soe'];

/** Open a patrol of so many units of the demo district, with so many findings at each, and give its player. */
export async function largePatrol(api: Api, units: number, findings: number): Promise<Player> {
  const visited = (await unitsOf(api)).slice(0, units);
  if (visited.length < units) throw new Error(`the district has ${visited.length} units where somebody acts`);
  const shipped = patrolInspection.stories.find(({ id }) => id === STORY)!;
  const found = Array.from({ length: findings }, (_, i) => ({
    clause: String(i + 1),
    kind: '履责问题' as const,
    fact: `检查项${i + 1}没有落实到人，缺少检查和整改记录。`,
    demand: '落实责任人，补齐检查和整改记录。',
  }));
  const objects = visited.map((unit) => ({ unit, findings: found }));
  const played = { ...(shipped.played as object), objects, invented: '' };
  const opening = { api, no: randomUUID(), begins: {}, hotlineToken: undefined };
  const { world, ...opened } = await patrolInspection.begin({ ...shipped, played }, opening);
  return new Player(api, opened, world);
}

/** The open plans (整改方案) of a patrol, once there are `n`: one for each finding. */
export const allPlans = (patrol: Player, n: number): Promise<TaskRow[]> =>
  patrol.waitFor('全部问题的整改方案', ({ tasks }) => {
    const plans = tasks.filter(({ elementId, state }) => elementId === 'make-plan' && state === 'open');
    return plans.length === n ? plans : undefined;
  });

/** Units of the demo district where somebody acts. */
async function unitsOf(api: Api): Promise<string[]> {
  const session = await api.as(STAFF.dispatcher);
  const all = await session.get<{ unitId: string; kind: string }[]>('/lookups/units');
  const served = all.filter(({ unitId, kind }) => {
    try {
      return KINDS.includes(kind) && accountOf(unitId) !== '';
    } catch {
      return false;
    }
  });
  return served.map(({ unitId }) => unitId);
}
