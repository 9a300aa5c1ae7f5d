import type { CaseFacts, SubmissionRow } from './facts.ts';
import { listingFaults } from './notice.ts';
import { filled, isDone, peopleIn, submissionRef } from './refs.ts';
import { judged, notApplicable, type Check, type Fault } from './types.ts';

const processes = ['hazard-dispatch'];
const MINUTE_MS = 60_000;

const of = (facts: CaseFacts, form: string): SubmissionRow[] =>
  facts.submissions.filter((s) => s.form_id === form);

/** E-D5b: nothing outside the vault tells who reported. */
export const reporterHidden: Check = {
  id: 'E-D5b',
  name: '举报人保密',
  rule: '文书、流程变量、留痕和导出内容中没有举报人的姓名、电话等信息。',
  processes,
  explainedBy: 'gov',
  judge(facts) {
    if (facts.leaks === null) return notApplicable('没有保存举报人信息');
    if (facts.leaks.length === 0) return judged([], '未发现举报人信息外泄');
    const places = [...new Set(facts.leaks.map(({ ref }) => ref.label))];
    const fault: Fault = {
      message: `举报人信息外泄：见${places.join('、')}`,
      refs: facts.leaks.map(({ ref }) => ref),
      concerned: facts.leaks.flatMap(({ by }) => by ?? []),
    };
    return judged([fault], '');
  },
};

interface Stamp {
  name: string;
  at: Date | null;
}

/** E-D5c: taken, contacted, verified, rechecked, in this order. Forms tell minutes, so minutes are compared. */
export const stampsInOrder: Check = {
  id: 'E-D5c',
  name: '办理时点',
  rule: '接单、先行联系、现场核查（及复查）的时点齐全，先后有序。',
  processes,
  explainedBy: 'lead',
  judge(facts) {
    const stamps = stampsOf(facts);
    if (stamps.length === 0) return notApplicable('未派单核查');
    const missing = stamps.filter((stamp) => stamp.at === null).map((stamp) => stamp.name);
    if (missing.length > 0) return judged([{ message: `办理时点缺失：${missing.join('、')}`, refs: [] }], '');
    const faults = stamps.slice(1).flatMap((stamp, i): Fault[] => {
      const before = stamps[i]!;
      return minuteOf(stamp.at!) < minuteOf(before.at!)
        ? [{ message: `办理时点倒置：${stamp.name}早于${before.name}`, refs: [] }]
        : [];
    });
    return judged(faults, stamps.map((stamp) => stamp.name).join('、') + '时点齐全有序');
  },
};

const minuteOf = (at: Date): number => Math.floor(at.getTime() / MINUTE_MS);

function stampsOf(facts: CaseFacts): Stamp[] {
  const passed = (element: string) => facts.tasks.some((task) => task.element_id === element && isDone(task));
  const verifications = of(facts, 'hazard.verify');
  // Only a case that was sent to a unit for verification has these steps: not 不予受理, 并案, 转事故, 已定级转入.
  if (!passed('take') && !passed('assign') && verifications.length === 0) return [];
  const verified = verifications[0];
  const taken = [
    ...of(facts, 'hazard.take').filter((s) => s.data.decision === 'take'),
    ...of(facts, 'hazard.rule').filter((s) => s.element_id === 'assign'),
  ]
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .filter((s) => verified === undefined || s.at <= verified.at)
    .at(-1);
  const stamps: Stamp[] = [{ name: '接单', at: taken?.at ?? null }];
  if (!facts.case.anonymous)
    stamps.push({ name: '联系', at: instant(of(facts, 'hazard.contact')[0], 'contactedAt') });
  stamps.push({ name: '核查', at: instant(verified, 'arrivedAt') });
  if (passed('rectify') || passed('recheck'))
    stamps.push({ name: '复查', at: instant(of(facts, 'rectify.recheck').at(-1), 'checkedAt') });
  return stamps;
}

function instant(submission: SubmissionRow | undefined, field: string): Date | null {
  if (submission === undefined) return null;
  const value = submission.data[field];
  const at = typeof value === 'string' ? new Date(value) : submission.at;
  return Number.isNaN(at.getTime()) ? null : at;
}

/** E-D5d: a major hazard hangs in public and is taken down in public, or a leader said why not. */
export const listingPublic: Check = {
  id: 'E-D5d',
  name: '挂牌摘牌公示',
  rule: '重大隐患同意挂牌的，挂牌和摘牌均已公示；不同意挂牌的，有局领导的理由。',
  processes,
  judge(facts) {
    if (!isMajor(facts)) return notApplicable('不是重大隐患');
    const faults = listingFaults(facts, [...facts.submissions, ...facts.childSubmissions]);
    return judged(
      faults ?? [{ message: '未作挂牌决定', refs: [] }],
      '挂牌和摘牌均已公示，或不同意挂牌的理由已记明',
    );
  },
};

/** Major by what the officers found; by the grade it came with only when nobody had to verify it. */
function isMajor(facts: CaseFacts): boolean {
  const verified = of(facts, 'hazard.verify').at(-1);
  return verified === undefined
    ? facts.case.entry === 'graded' && facts.case.level === 'major'
    : verified.data.handling === 'major';
}

/** E-D5e: a report found untrue is answered by a paper that two people signed. */
export const unfoundedWritten: Check = {
  id: 'E-D5e',
  name: '不属实有材料',
  rule: '核查不属实的，有两名不同人员署名的书面材料。',
  processes,
  judge(facts) {
    const verified = of(facts, 'hazard.verify').at(-1);
    if (verified?.data.handling !== 'unfounded') return notApplicable('不是不属实');
    const papers = of(facts, 'record').filter((s) => s.data.kind === '核查书面材料');
    if (papers.some((s) => peopleIn(s.data.recorders) >= 2 && filled(s.data.content)))
      return judged([], '已有两人署名的书面材料');
    const message = papers.length === 0 ? '不属实无书面材料' : '不属实的书面材料署名不足两人';
    return judged([{ message, refs: papers.map((paper) => submissionRef(facts, paper)) }], '');
  },
};

/** E-D5f: whoever sent the order back said why and on what ground, and was answered by a ruling. */
export const returnsRuled: Check = {
  id: 'E-D5f',
  name: '退单有裁定',
  rule: '每次退单都写明理由和依据，并有裁定。',
  processes,
  judge(facts) {
    const steps = facts.submissions.filter(
      (s) => s.form_id === 'hazard.take' || (s.form_id === 'hazard.rule' && s.element_id !== 'rule-transfer'),
    );
    const returns = steps.filter((s) => s.form_id === 'hazard.take' && s.data.decision === 'return');
    if (returns.length === 0) return notApplicable('没有退单');
    const faults = returns.flatMap((returned, i): Fault[] => {
      const missing = [
        ...(filled(returned.data.reason) ? [] : ['理由']),
        ...(filled(returned.data.basis) ? [] : ['依据']),
        ...(ruledAfter(steps, returned) ? [] : ['裁定']),
      ];
      return missing.length === 0
        ? []
        : [{ message: `第${i + 1}次退单无${missing.join('、')}`, refs: [submissionRef(facts, returned)] }];
    });
    return judged(faults, `${returns.length}次退单均有理由、依据和裁定`);
  },
};

/** The next step after a return must be the ruling, with its reason. */
function ruledAfter(steps: SubmissionRow[], returned: SubmissionRow): boolean {
  const next = steps[steps.indexOf(returned) + 1];
  return next?.form_id === 'hazard.rule' && filled(next.data.ruling) && filled(next.data.reason);
}
