import type { World } from '../hand.ts';
import type { Opening, Play, Story } from '../play.ts';
import { readStories } from '../story-files.ts';
import { listingActs } from './listing.ts';
import { openNotice } from './opening.ts';
import { NOT_APPLICABLE, SPOILS } from './spoils.ts';
import { noticeActs } from './units.ts';

interface Played {
  source: string;
  sourceDoc?: string;
  matter: string;
  demand: string;
  lead: string;
  helpers: string[];
  done: string;
  place: World['place'];
}

/** The story that has everything: from above, a lead and a helper, a report upward. */
const DEFAULT = 'E-357c56';

async function begin(told: Story, { api }: Opening) {
  const { title, played } = told as Story<Played>;
  const { source, sourceDoc, matter, demand, lead, helpers, done, place } = played;
  const world: World = {
    place,
    handler: lead,
    firm: null,
    found: matter,
    demand,
    done,
    answer: '',
    article: '安全生产法 art.62',
  };
  const opened = await openNotice(api, {
    source,
    ...(sourceDoc === undefined ? {} : { sourceDoc }),
    title: title.slice(0, 60),
    description: matter,
    demand,
    lead,
    ...(helpers.length > 0 ? { helpers } : {}),
  });
  return { ...opened, world };
}

/** supervise-notice: notices to units. Listings are shown by the hazard that calls them. */
export const superviseNotice: Play = {
  process: 'supervise-notice',
  stories: readStories<Played>(new URL('./cases/', import.meta.url), DEFAULT),
  begin,
  script: () => ({}),
  acts: { ...noticeActs, ...listingActs },
  spoils: SPOILS,
  notApplicable: NOT_APPLICABLE,
};
