import { one, type Trx } from '../db.ts';
import { childrenEnded } from './children.ts';
import { limitsKept } from './clocks.ts';
import { beforeAndAfter } from './evidence.ts';
import type { CaseFacts } from './facts.ts';
import { reporterAnswered, sourceAnswered } from './feedback.ts';
import { fileComplete } from './file.ts';
import * as hazard from './hazard.ts';
import { itemsEnded } from './items.ts';
import { loadFacts } from './load.ts';
import { lookedBack } from './lookback.ts';
import * as patrol from './patrol.ts';
import * as notice from './notice.ts';
import { lastRecheckFit, overdueEscalated } from './rectify.ts';
import { handsApart } from './separation.ts';
import { documentsServed, leftWithWitness, numbersAccounted } from './service.ts';
import { settle } from './settle.ts';
import * as talk from './talk.ts';
import type { Check, Predicate, Verdict } from './types.ts';

export { evidenceGaps } from './evidence.ts';
export type { Check, Predicate, PredicateValue, Ref, Verdict } from './types.ts';

/** Every predicate there is, in the order they are shown. A new process adds its lines here. */
export const CHECKS: readonly Check[] = [
  itemsEnded,
  childrenEnded,
  beforeAndAfter,
  handsApart,
  limitsKept,
  documentsServed,
  sourceAnswered,
  fileComplete,
  lookedBack,
  lastRecheckFit,
  overdueEscalated,
  numbersAccounted,
  leftWithWitness,
  reporterAnswered,
  hazard.reporterHidden,
  hazard.stampsInOrder,
  hazard.listingPublic,
  hazard.unfoundedWritten,
  hazard.returnsRuled,
  patrol.everyObjectVisited,
  patrol.everyCheckAnswered,
  patrol.findingsTraced,
  patrol.deductionsFounded,
  patrol.sampleLargeEnough,
  notice.unitsAnswered,
  notice.allUnitsClosed,
  notice.reportedUpward,
  notice.listedInPublic,
  talk.triggerProven,
  talk.measuresProven,
  talk.minutesSigned,
  talk.noticeFirst,
  talk.counterKept,
];

/** Is the loop of this case closed? A pure function of its facts. `pending` does not make a verdict red. */
export function judge(facts: CaseFacts): Verdict {
  const predicates = CHECKS.filter((check) => check.processes?.includes(facts.case.process) ?? true).map(
    (check) => settle(check, facts),
  );
  const red = predicates.some((predicate) => predicate.value === 'red');
  return { result: red ? 'red' : 'green', at: facts.at.toISOString(), predicates };
}

/**
 * Read the case and judge it; nothing is stored. Needs a transaction that sees all cases (asSystem). Throws 404.
 * Source of the predicates: domain README §5 and §5.1.
 */
export async function evaluateCase(trx: Trx, caseId: string): Promise<Verdict> {
  return judge(await loadFacts(trx, caseId));
}

/**
 * The last verdict that was stored, undefined before the first. Of a sealed case it is the one that counts: the facts
 * are frozen with it.
 */
export async function storedVerdict(trx: Trx, caseId: string): Promise<Verdict | undefined> {
  const row = await one<{ at: Date; result: Verdict['result']; predicates: Predicate[] }>(
    trx,
    'select at, result, predicates from verdict where case_id = ? order by seq desc limit 1',
    [caseId],
  );
  return row && { result: row.result, at: row.at.toISOString(), predicates: row.predicates };
}
