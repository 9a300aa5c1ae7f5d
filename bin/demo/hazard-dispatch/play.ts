import type { World } from '../hand.ts';
import type { Opening, Play, Story } from '../play.ts';
import type { Script } from '../script.ts';
import { readStories } from '../story-files.ts';
import { checkActs } from './check.ts';
import { dispatchActs } from './dispatch.ts';
import { finishActs } from './finish.ts';
import { majorActs } from './major.ts';
import { openByHand, openByHotline, reportOf, REPORTER, type Ticket } from './opening.ts';
import { NOT_APPLICABLE, SPOILS } from './spoils.ts';

interface Played {
  way: 'hotline' | 'by-hand';
  ticketKind?: Ticket['kind'];
  /** By hand: who registers it, and what source is named. */
  by?: string;
  source?: string;
  handling: 'order' | 'onspot' | 'major';
  handler: string;
  firm: { uscc: string; name: string };
  place: World['place'];
  category: string;
  description: string;
  found: string;
  demand: string;
  done: string;
  answer: string;
  article: string;
  rectifyDays: number;
}

type HazardStory = Story<Played>;

/** The story that has everything: a 12345 ticket, a firm that must put it right, an answer, a callback. */
export const DEFAULT = 'D-1c2771';

/** How a spoiled story begins otherwise. */
interface HazardBeginning {
  anonymous?: boolean;
  urgent?: boolean;
  withoutFirm?: boolean;
}

/**
 * What the players know. `no` tells the place from that of an earlier showing: the product takes the same firm,
 * category and address for the same matter and merges the cases.
 */
const worldOf = ({ played }: HazardStory, no: string, { withoutFirm = false }: HazardBeginning): World => ({
  place: { ...played.place, address: `${played.place.address}(点位${no.slice(0, 6)})` },
  handler: played.handler,
  firm: withoutFirm ? null : played.firm.uscc,
  found: played.found,
  demand: played.demand,
  done: played.done,
  answer: played.answer,
  article: played.article,
});

/** Report the hazard: as a 12345 ticket where the token is known, else at the form. `no` makes the ticket unique. */
async function begin(told: Story, { api, no, begins: otherwise, hotlineToken }: Opening) {
  const story = told as HazardStory;
  const begins: HazardBeginning = otherwise;
  const world = worldOf(story, no, begins);
  const { played } = story;
  const ticket: Ticket = {
    ticketNo: `YP${no}`,
    kind: played.ticketKind ?? '求助投诉',
    anonymous: begins.anonymous ?? played.way === 'by-hand',
    ...world.place,
    ...(begins.withoutFirm === true ? {} : { firmName: played.firm.name, firmUscc: played.firm.uscc }),
    category: played.category,
    description: played.description,
    urgent: begins.urgent ?? false,
  };
  if (!ticket.anonymous) Object.assign(ticket, REPORTER);
  if (played.way === 'hotline' && hotlineToken !== undefined)
    return { ...(await openByHotline(api, hotlineToken, ticket)), world };
  const report = reportOf(ticket, world);
  if (played.source !== undefined)
    Object.assign(report, { source: played.source, ticketNo: undefined, ticketKind: undefined });
  return { ...(await openByHand(api, report, played.by)), world };
}

/** What the story does otherwise than the usual course. */
function scriptOf(story: Story): Script {
  const { played } = story as HazardStory;
  const onspot = played.handling === 'onspot';
  return {
    'hazard-dispatch/accept': { form: { level: played.handling === 'major' ? 'major' : 'general' } },
    verify: {
      form: async (hand, usual) => ({
        ...usual,
        handling: played.handling,
        rectifyBy: onspot ? undefined : hand.inDays(played.rectifyDays),
        demand: onspot ? undefined : played.demand,
        afterPhotos: onspot ? await hand.photos(2) : undefined,
      }),
    },
  };
}

/** hazard-dispatch: 12345 tickets and reports typed in. */
export const hazardDispatch: Play = {
  process: 'hazard-dispatch',
  stories: readStories<Played>(new URL('./cases/', import.meta.url), DEFAULT),
  begin,
  script: scriptOf,
  acts: { ...dispatchActs, ...checkActs, ...majorActs, ...finishActs },
  spoils: SPOILS,
  notApplicable: NOT_APPLICABLE,
};
