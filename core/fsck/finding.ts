import type { Trx } from '../db.ts';

/** An invariant that does not hold. */
export interface Finding {
  /** I1…I9 of the design's list of invariants. */
  invariant: string;
  /** Chinese, says what is wrong with which thing. */
  message: string;
  ref: string;
  repair?: (trx: Trx) => Promise<void>;
}

/** Longer than any normal delay between a commit and what follows from it, in seconds. */
export const SETTLED_SECONDS = 30;

/** SQL: what is older than this is no longer under way. */
export const settled = `clock_timestamp() - make_interval(secs => ${SETTLED_SECONDS})`;
