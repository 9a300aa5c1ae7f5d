import type { Beginning, Play, Story } from '../play.ts';
import type { Script } from '../script.ts';
import { hazards } from './hazards.ts';
import { notices } from './notices.ts';
import { patrols } from './patrols.ts';
import { talks } from './talks.ts';

/** A case of the sample: which play, what is done otherwise, and where it is left. */
export interface Sample {
  /** What it shows, in Chinese: seen in the progress. */
  shows: string;
  play: Play;
  story: Story;
  begins?: Beginning;
  script?: Script;
  /** Steps that nobody does. */
  leave?: string[];
  /**
   * Left when a task of this element is open; `sealed`: played to its end; `waits`: left where it waits for a day that
   * is further than the clock is moved.
   */
  ends: { at: string } | 'sealed' | 'waits';
  /** Played before the clock is moved (it becomes late or nearly due), across the move, or after it (it is fresh). */
  when: 'before' | 'across' | 'after';
  /** The one to look at first, among those that are open or among the sealed ones. */
  first?: boolean;
}

/**
 * All cases, those first that are played before the clock moves. The clock moves once, to the latest day that one of
 * those waits for which are played across the move: a callback three days after the answer, a talk some working days
 * after the notice.
 */
export const SAMPLES: readonly Sample[] = ['before', 'across', 'after'].flatMap((when) =>
  [...hazards, ...notices, ...talks, ...patrols].filter((sample) => sample.when === when),
);
