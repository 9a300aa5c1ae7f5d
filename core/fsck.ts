import type { Trx } from './db.ts';
import { closingEnds, outboxMoves, startedAtAll, startedOnce } from './fsck/engine.ts';
import type { Finding } from './fsck/finding.ts';
import { chainsHold, effectsAudited, numbersOnce, numbersTwice, submittedOnce } from './fsck/records.ts';
import {
  clocksFitTasks,
  inboxRowsFit,
  openCaseHasNextStep,
  ownersExist,
  stoppedWaits,
} from './fsck/waits.ts';

export type { Finding };

type Check = (trx: Trx) => Promise<Finding[]>;

/** Cheap enough for every minute: indexes only. */
const QUICK: Check[] = [
  startedOnce,
  startedAtAll,
  outboxMoves,
  closingEnds,
  openCaseHasNextStep,
  stoppedWaits,
  ownersExist,
  clocksFitTasks,
  inboxRowsFit,
];
/** Read every row of their table: on demand and after faults. */
const THOROUGH: Check[] = [submittedOnce, chainsHold, effectsAudited, numbersOnce, numbersTwice];

/**
 * Check the invariants that every fault must leave standing: acknowledged starts have one case and one instance,
 * nothing waits without a reason, effects are applied once, chains verify. Read only; a finding may carry its repair.
 * `quick` leaves out what reads whole tables.
 */
export async function fsck(trx: Trx, { quick = false } = {}): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const check of quick ? QUICK : [...QUICK, ...THOROUGH]) findings.push(...(await check(trx)));
  return findings;
}

/** Repair what can be repaired without a human's judgement; returns how many findings were. */
export async function repair(trx: Trx): Promise<number> {
  const repairable = (await fsck(trx)).filter((finding) => finding.repair !== undefined);
  for (const finding of repairable) await finding.repair!(trx);
  return repairable.length;
}
