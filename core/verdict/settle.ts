import type { CaseFacts, ExplanationRow } from './facts.ts';
import type { Check, Fault, Predicate } from './types.ts';

/** So many faults are named one by one; the rest is counted, so that a message can be read. */
const NAMED_FAULTS = 5;

/**
 * Judge one check and apply the rule of historic predicates: a past fact cannot be undone, but a supplement whose
 * explanation a leader approved turns it into `explained`. Neither the explainer nor the approver may be the person who
 * broke the rule, and an explanation does not speak of what happened after it (domain README §5).
 */
export function settle(check: Check, facts: CaseFacts): Predicate {
  const finding = check.judge(facts);
  const about = {
    id: check.id,
    name: check.name,
    curable: check.explainedBy === undefined,
    rule: check.rule,
  };
  if (finding.value !== 'red')
    return {
      ...about,
      value: finding.value,
      message: finding.message,
      refs: 'refs' in finding ? finding.refs : [],
    };
  const { faults } = finding;
  const open = faults.filter((fault) => explanationOf(check, fault, facts) === undefined);
  const shown = open.length > 0 ? open : faults;
  const refs = shown.flatMap((fault) => fault.refs);
  if (open.length === 0) {
    const explanation = explanationOf(check, faults[0]!, facts)!;
    const approver = facts.names.get(explanation.approved_by) ?? explanation.approved_by;
    return {
      ...about,
      value: 'explained',
      message: `${sentence(faults.map((fault) => ({ ...fault, message: fault.fact ?? fault.message })))}。说明：${explanation.text}（${approver}批准）`,
      refs,
    };
  }
  return { ...about, value: 'red', message: sentence(open) + hint(check, open, facts), refs };
}

function explanationOf(check: Check, fault: Fault, facts: CaseFacts): ExplanationRow | undefined {
  if (check.explainedBy === undefined) return undefined;
  return facts.explanations.find((e) => e.predicate === check.id && refusal(check, fault, e) === null);
}

/** Why an explanation does not count for a fault; null if it does. */
function refusal(check: Check, fault: Fault, explanation: ExplanationRow): string | null {
  if (fault.at !== undefined && explanation.at < fault.at) return '说明早于该事实';
  if (fault.concerned?.includes(explanation.by)) return '说明人是当事人';
  if (fault.concerned?.includes(explanation.approved_by)) return '批准人是当事人';
  if (!explanation.approver_groups.includes(check.explainedBy!))
    return `批准人不是${check.explainedBy === 'gov' ? '区政府领导' : '局领导'}`;
  return null;
}

/** Tells whoever wrote an explanation that was of no use why it was not. */
function hint(check: Check, open: Fault[], facts: CaseFacts): string {
  const last = facts.explanations.filter((e) => e.predicate === check.id).at(-1);
  const why = last && check.explainedBy && refusal(check, open[0]!, last);
  return why ? `（已有说明不予采信：${why}）` : '';
}

function sentence(faults: Fault[]): string {
  const named = faults.slice(0, NAMED_FAULTS).map((fault) => fault.message);
  return named.join('；') + (faults.length > NAMED_FAULTS ? `；等${faults.length}项` : '');
}
