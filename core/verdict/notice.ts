import type { CaseFacts, NoticeUnitRow, SubmissionRow } from './facts.ts';
import { FROM_ABOVE } from './feedback.ts';
import { FINAL_STATES } from './items.ts';
import { filled, itemRef, submissionRef } from './refs.ts';
import { judged, notApplicable, type Check, type Fault } from './types.ts';

const processes = ['supervise-notice'];

const refsOf = (facts: CaseFacts, unit: NoticeUnitRow) =>
  facts.items.filter((item) => item.item_id === unit.item_id).map(itemRef);

/** E-D6a: whoever got the notice answered, or was pressed by a 督办单. */
export const unitsAnswered: Check = {
  id: 'E-D6a',
  name: '抄告有反馈',
  rule: '每个承办单位都有带佐证的反馈；没有反馈的，有已编号的督办单。',
  processes,
  judge(facts) {
    if (facts.noticeUnits.length === 0) return notApplicable('没有签发抄告单');
    const faults = facts.noticeUnits
      .filter((unit) => !answered(facts, unit) && !pressed(facts, unit))
      .map((unit): Fault => ({ message: `${unit.unit_name}无反馈`, refs: refsOf(facts, unit) }));
    return judged(faults, `${facts.noticeUnits.length}个承办单位均有反馈或督办单`);
  },
};

const answered = (facts: CaseFacts, { item_id }: NoticeUnitRow): boolean =>
  facts.submissions.some(
    (s) =>
      s.form_id === 'notice.feedback' &&
      s.item_id === item_id &&
      filled(s.data.progress) &&
      Array.isArray(s.data.proofs) &&
      s.data.proofs.length > 0,
  );

const pressed = (facts: CaseFacts, { item_id }: NoticeUnitRow): boolean =>
  facts.documents.some((d) => d.template === 'supervise-order' && d.item_id === item_id && d.doc_no !== null);

/** E-D6b: a joint matter is closed when the last of its units is. */
export const allUnitsClosed: Check = {
  id: 'E-D6b',
  name: '协办均办结',
  rule: '有协办单位的事项，主办和全部协办单位均已办结。',
  processes,
  judge(facts) {
    if (!facts.noticeUnits.some(({ role }) => role === 'helper')) return notApplicable('没有协办单位');
    const faults = facts.noticeUnits
      .filter((unit) => !ended(facts, unit))
      .map((unit): Fault => ({
        message: `${unit.role === 'helper' ? '协办' : '主办'}${unit.unit_name}未办结`,
        refs: refsOf(facts, unit),
      }));
    return judged(faults, `主办和协办共${facts.noticeUnits.length}个单位均已办结`);
  },
};

const ended = (facts: CaseFacts, { item_id }: NoticeUnitRow): boolean =>
  facts.items.some((item) => item.item_id === item_id && FINAL_STATES.has(item.state));

/** E-D6c: what came from above was reported upward, and the superior signed for it. */
export const reportedUpward: Check = {
  id: 'E-D6c',
  name: '上报反馈',
  rule: '上级来件已上报反馈，并有接收凭证。',
  processes,
  judge(facts) {
    if (!FROM_ABOVE.has(facts.case.source ?? '')) return notApplicable('不是上级来件');
    const upward = facts.answers.filter(({ kind }) => kind === 'upward');
    if (upward.some(({ acknowledged_at: at }) => at !== null)) return judged([], '已上报反馈，有接收凭证');
    const message = upward.length === 0 ? '未上报反馈' : '上报反馈缺少接收凭证';
    return judged([{ message, refs: [] }], '');
  },
};

/** E-D6d: a listed hazard hung in public and was taken down in public. */
export const listedInPublic: Check = {
  id: 'E-D6d',
  name: '挂牌公示',
  rule: '挂牌督办的，挂牌和摘牌均已公示；不予挂牌的，有局领导的理由。',
  processes,
  judge(facts) {
    const faults = listingFaults(facts, facts.submissions);
    if (faults === undefined) return notApplicable('不是挂牌督办');
    return judged(
      faults.map((fault) => ({ ...fault, message: `公示不全：${fault.message}` })),
      '挂牌程序齐全',
    );
  },
};

/**
 * What is missing of the public side of a listing among these submissions: of one that was agreed to the two publicity
 * records, of one that was refused the leader's reason. Undefined when nobody has decided about a listing.
 */
export function listingFaults(facts: CaseFacts, among: readonly SubmissionRow[]): Fault[] | undefined {
  const decision = among.filter((s) => s.element_id === 'approve-listing').at(-1);
  if (decision === undefined) return undefined;
  if (decision.data.decision !== 'agree')
    return filled(decision.data.opinion)
      ? []
      : [{ message: '不同意挂牌，但没有局领导的理由', refs: [submissionRef(facts, decision)] }];
  const shown = new Set(among.filter((s) => s.form_id === 'notice.publicity').map((s) => s.data.kind));
  const missing = [...(shown.has('hang') ? [] : ['挂牌']), ...(shown.has('strike') ? [] : ['摘牌'])];
  return missing.map((what) => ({ message: `${what}未公示`, refs: [] }));
}
