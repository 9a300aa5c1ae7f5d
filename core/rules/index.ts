import { shippedCalendar } from '../calendar.ts';
import { AppError } from '../errors.ts';
import { shippedPack } from '../legal-pack.ts';
import { nearMatches } from '../near.ts';
import { accidentGrade, investigator, reportThreshold, selfprobeAllowed } from './accident.ts';
import { extensionAdmissible } from './extension.ts';
import { fineCheck, fineRange } from './fine-range.ts';
import {
  limitReached,
  lookbackSample,
  noticeSample,
  officersEnough,
  patrolScore,
  patrolTeam,
  verifyDistance,
} from './limits.ts';
import { close113, hearingRight, limitDaily, onspotCheck, surcharge } from './penalty.ts';
import { rewardCompute } from './reward.ts';
import type { Rule, RuleAnswer, RuleContext } from './rule.ts';
import { checkInput } from './validate.ts';

/** All legal rules of amounts and numbers, by name. */
export const rules: ReadonlyMap<string, Rule> = new Map(
  [
    accidentGrade,
    reportThreshold,
    selfprobeAllowed,
    investigator,
    fineRange,
    fineCheck,
    limitDaily,
    surcharge,
    onspotCheck,
    hearingRight,
    close113,
    rewardCompute,
    limitReached,
    lookbackSample,
    noticeSample,
    patrolTeam,
    patrolScore,
    officersEnough,
    verifyDistance,
    extensionAdmissible,
  ].map((rule) => [rule.name, rule]),
);

/**
 * Answer a legal question from the pack. Output: the rule's fields with `article`, `status` and `packVersion`.
 * Throws AppError `unknown-rule` (404, near names in `extra.near`) or bad-request (400) with field errors.
 */
export function evaluateRule(
  name: string,
  input: unknown,
  context: RuleContext = { pack: shippedPack(), calendar: shippedCalendar() },
): RuleAnswer & { packVersion: number } {
  const rule = rules.get(name);
  if (!rule) throw unknownRule(name);
  checkInput(rule.input, input);
  return { ...rule.decide(input, context), packVersion: context.pack.version };
}

/** The error for a name that is no rule. */
export function unknownRule(name: string): AppError {
  const near = nearMatches(name, rules.keys());
  const title = `没有规则 ${name.slice(0, 80)}${near.length > 0 ? `，相近的有：${near.join('、')}` : ''}`;
  return new AppError('unknown-rule', 404, title, { extra: { near } });
}
