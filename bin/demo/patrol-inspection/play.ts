import { randomUUID } from 'node:crypto';
import type { World } from '../hand.ts';
import { STAFF } from '../people.ts';
import type { Opening, Play, Story } from '../play.ts';
import { readStories } from '../story-files.ts';
import { patrolActs } from './acts.ts';
import { NOT_APPLICABLE, SPOILS } from './spoils.ts';
import type { PatrolWorld, PlayedPatrol } from './world.ts';

/** A published patrol, moved to units of the demo district. */
interface Played extends PlayedPatrol {
  title: string;
  kind: 'annual' | 'special';
  basis: string;
  place: World['place'];
  found: string;
  demand: string;
  done: string;
  article: string;
  /** Who handles the hazards of firms. */
  handler: string;
  /** The firm whose hazard is found, if any. */
  firm?: string;
}

export const DEFAULT = 'E-c5a5e5';

/** Give the task of a patrol (安委办). */
export async function begin(told: Story, { api, no }: Opening) {
  const { played } = told as Story<Played>;
  const world: PatrolWorld = {
    place: { ...played.place, address: `${played.place.address}(${no.slice(0, 6)})` },
    handler: played.handler,
    firm: played.firm ?? null,
    found: played.found,
    demand: played.demand,
    done: played.done,
    answer: '',
    article: played.article,
    patrol: played,
  };
  const session = await api.as(STAFF.dispatcher);
  const { title, kind, basis } = played;
  const opened = await session.post<{ caseId: string; caseNo: string }>(
    '/cases/patrol-inspection',
    { data: { title, kind, basis } },
    { 'idempotency-key': randomUUID() },
  );
  return { ...opened, world };
}

/** patrol-inspection: annual and special patrols of units. */
export const patrolInspection: Play = {
  process: 'patrol-inspection',
  stories: readStories<Played>(new URL('./cases/', import.meta.url), DEFAULT),
  begin,
  script: () => ({}),
  acts: patrolActs,
  spoils: SPOILS,
  notApplicable: NOT_APPLICABLE,
};
