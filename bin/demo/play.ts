import type { Act } from './acts/act.ts';
import type { Api } from './client.ts';
import type { World } from './hand.ts';
import type { Script } from './script.ts';
import type { Spoil } from './spoil.ts';

/** A real public case: its facts as published, and what was added so that it can be played. */
export interface Story<Played = unknown> {
  id: string;
  title: string;
  source: { site: string; title: string; address: string | null; note: string };
  facts: Record<string, unknown>;
  played: Played & {
    /** What is not of the published case, in Chinese. */
    invented: string;
    /** Step before which a night passes. */
    nextMorning?: string;
  };
}

/** The same story under another title, with some of what is played changed. */
export const retold = (story: Story, title: string, change: object): Story => ({
  ...story,
  title,
  played: { ...story.played, ...change },
});

/** How a spoiled story begins otherwise; each play knows its own. */
export type Beginning = Record<string, unknown>;

/** Where a case is opened. `no` tells it from an earlier showing; `hotlineToken`: of an installation on this machine. */
export interface Opening {
  api: Api;
  no: string;
  begins: Beginning;
  hotlineToken: string | undefined;
}

/** How cases of one process are shown: its stories, the people's acts, and the ways to spoil it. */
export interface Play {
  process: string;
  /** The default one first. */
  stories: Story[];
  begin(story: Story, opening: Opening): Promise<{ caseId: string; caseNo: string; world: World }>;
  /** What the story does otherwise than the usual course. */
  script(story: Story): Script;
  /** How the user tasks of the process are done in the ordinary course, by element id or `process/element`. */
  acts: Record<string, Act>;
  spoils: Spoil[];
  /** Predicates that cannot be spoiled here, each with the reason. */
  notApplicable: Record<string, string>;
}
