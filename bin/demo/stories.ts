import { readdirSync, readFileSync } from 'node:fs';
import type { Script } from './script.ts';
import type { Api } from './client.ts';
import type { World } from './hand.ts';
import { openByHand, openByHotline, reportOf, type Ticket } from './opening.ts';

/** A real public case: its facts as published, and what was added so that it can be played. */
export interface Story {
  id: string;
  title: string;
  source: { site: string; title: string; address: string | null; note: string };
  facts: Record<string, unknown>;
  played: Played;
}

interface Played {
  /** What is not of the published case, in Chinese. */
  invented: string;
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
  /** Step before which a night passes. */
  nextMorning?: string;
}

const FOLDER = new URL('./cases/', import.meta.url);

/** The stories shipped with the product, the default one first. */
export function shippedStories(): Story[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Story)
    .sort((a, b) => Number(b.id === DEFAULT) - Number(a.id === DEFAULT) || a.id.localeCompare(b.id));
}

/** The story that has everything: a 12345 ticket, a firm that must put it right, an answer, a callback. */
export const DEFAULT = 'D-1c2771';

/** What a reporter of the demo is called; nobody in the district is. */
export const REPORTER = { reporter: '虞举某', reporterPhone: '13912345670' };

/** How a spoiled story begins otherwise. */
export interface Beginning {
  anonymous?: boolean;
  urgent?: boolean;
  withoutFirm?: boolean;
}

/**
 * What the players know. `no` tells the place from that of an earlier showing: the product takes the same firm,
 * category and address for the same matter and merges the cases.
 */
export const worldOf = ({ played }: Story, no: string, { withoutFirm = false }: Beginning = {}): World => ({
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
export function begin(
  api: Api,
  story: Story,
  world: World,
  begins: Beginning,
  secret: string | undefined,
  no: string,
): Promise<{ caseId: string; caseNo: string }> {
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
  if (played.way === 'hotline' && secret !== undefined) return openByHotline(api, secret, ticket);
  const report = reportOf(ticket, world);
  if (played.source !== undefined)
    Object.assign(report, { source: played.source, ticketNo: undefined, ticketKind: undefined });
  return openByHand(api, report, played.by);
}

/** What the story does otherwise than the usual course. */
export function scriptOf({ played }: Story): Script {
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
