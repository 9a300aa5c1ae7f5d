import type { World } from '../hand.ts';
import type { Opening, Play, Story } from '../play.ts';
import type { Script } from '../script.ts';
import { readStories } from '../story-files.ts';
import { finishActs } from './finish.ts';
import { orderTalk, type Order } from './opening.ts';
import { NOT_APPLICABLE, SPOILS } from './spoils.ts';
import { talkActs } from './talk.ts';

interface Played extends Order {
  place: World['place'];
  /** Units that take part and sign the notice beforehand. */
  participants: string[];
  /** Words of the case: why, what is agreed (measures set apart by ；), what was done, what is made public. */
  found: string;
  demand: string;
  done: string;
  answer: string;
  article: string;
}

type TalkStory = Story<Played>;

/** The story whose object is a firm that is slow to rectify. */
export const DEFAULT = 'C-6e973d';

const worldOf = ({ played }: TalkStory): World => ({
  place: played.place,
  handler: played.unit ?? 'awb',
  firm: played.firm?.uscc ?? null,
  found: played.found,
  demand: played.demand,
  done: played.done,
  answer: played.answer,
  article: played.article,
});

/** A leader orders the talk. */
async function begin(told: Story, { api }: Opening) {
  const story = told as TalkStory;
  return { ...(await orderTalk(api, story.played)), world: worldOf(story) };
}

function scriptOf(story: Story): Script {
  const { participants } = (story as TalkStory).played;
  return participants.length === 0 ? {} : { propose: { form: { participants } } };
}

/** warning-talk: talks that a leader ordered. */
export const warningTalk: Play = {
  process: 'warning-talk',
  stories: readStories<Played>(new URL('./cases/', import.meta.url), DEFAULT),
  begin,
  script: scriptOf,
  acts: { ...talkActs, ...finishActs },
  spoils: SPOILS,
  notApplicable: NOT_APPLICABLE,
};
