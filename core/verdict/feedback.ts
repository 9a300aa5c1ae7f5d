import { SUPERIOR } from '../notice-units.ts';
import type { AnswerRow, CaseFacts } from './facts.ts';
import { filled } from './refs.ts';
import { judged, notApplicable, type Check, type Fault, type Finding } from './types.ts';

/** Sources nobody waits behind: the bureau's own people found it, or the firm reported itself. */
const OWN_SOURCES = new Set(['巡访员', '志愿者', '企业自报', '巡查', '评估', '研判']);
/** Sources that are answered upward. */
export const FROM_ABOVE = new Set(['上级', '上级交办', SUPERIOR]);
/** An unreachable reporter must have been tried so often (domain README §5, C6). */
const TRIES = 2;

/** Why this case owes no answer to its source; null if it does. */
function nobodyWaits({ case: found }: CaseFacts): string | null {
  if (found.entry === 'graded') return '由其他流程转入的已定级隐患，没有举报人';
  if (found.anonymous) return '匿名';
  if (found.outcome === 'merged') return '已并入在办案件，由该案答复';
  if (found.outcome === 'transferred') return '已移交，由接收案件答复';
  // Of what a notice comes from only a superior waits for an answer.
  const asks = found.process !== 'supervise-notice' || FROM_ABOVE.has(found.source ?? '');
  if (found.source === null || OWN_SOURCES.has(found.source) || !asks) return '来源不需反馈';
  return null;
}

const complete = (answer: AnswerRow): boolean =>
  !answer.unreachable && filled(answer.way) && filled(answer.content);

/** Attempts on record to reach the reporter: at the first contact, at the answer, at the call back. */
function triesOf(facts: CaseFacts): number {
  const contact = facts.submissions.filter((s) => s.form_id === 'hazard.contact' && s.data.reached === 'no');
  const missed = facts.answers.filter((answer) => answer.unreachable && answer.kind !== 'push-back');
  return (
    contact.reduce((sum, { data }) => sum + (Number(data.tries) || 1), 0) +
    missed.reduce((sum, { tries }) => sum + (tries ?? 1), 0)
  );
}

const answersOf = (facts: CaseFacts, ...kinds: AnswerRow['kind'][]): AnswerRow[] =>
  facts.answers.filter((answer) => kinds.includes(answer.kind));

/** Faults of the answer to whoever reported: none, or only an attempt. */
function answerFaults(facts: CaseFacts, answers: AnswerRow[], nothing: string): Fault[] {
  if (answers.some(complete)) return [];
  if (answers.some((answer) => answer.unreachable) && triesOf(facts) >= TRIES) return [];
  if (answers.length === 0) return [{ message: nothing, refs: [] }];
  const last = answers.at(-1)!;
  const refs = [{ kind: 'answer' as const, id: last.answer_id, label: '答复' }];
  return [
    {
      message: last.unreachable ? `${nothing}：无法联系但不足${TRIES}次` : `${nothing}：答复没有方式或内容`,
      refs,
    },
  ];
}

/** C6: the source knows what came of it. */
export const sourceAnswered: Check = {
  id: 'C6',
  name: '结果反馈来源',
  rule: '举报、12345、上级和移送单位来件须向来源反馈（方式、时间、内容；无法联系的至少两次）；12345须回传并得到确认；上级来件须有接收凭证。匿名的不适用。',
  judge(facts): Finding {
    const free = nobodyWaits(facts);
    if (free !== null) return notApplicable(`不适用：${free}`);
    const source = facts.case.source!;
    const nothing = `未向来源（${source}）反馈`;
    if (FROM_ABOVE.has(source)) return judged(upwardFaults(facts, nothing), '已向上级反馈');
    return judged(
      [...answerFaults(facts, answersOf(facts, 'reporter'), nothing), ...pushBackFaults(facts)],
      `已向来源（${source}）反馈`,
    );
  },
};

/** A superior is answered by a feedback with receipt; a hazard handed down for handling also by the written answer itself. */
function upwardFaults(facts: CaseFacts, nothing: string): Fault[] {
  const upward = answersOf(facts, 'upward');
  if (upward.some((answer) => answer.acknowledged_at !== null)) return [];
  if (upward.length > 0)
    return [
      {
        message: `${nothing}：缺少接收凭证`,
        refs: [{ kind: 'answer', id: upward[0]!.answer_id, label: '上报反馈' }],
      },
    ];
  return facts.case.process === 'hazard-dispatch'
    ? answerFaults(facts, answersOf(facts, 'reporter'), nothing)
    : [{ message: nothing, refs: [] }];
}

function pushBackFaults(facts: CaseFacts): Fault[] {
  if (facts.case.source !== '12345') return [];
  const pushed = answersOf(facts, 'push-back');
  if (pushed.some((answer) => answer.acknowledged_at !== null)) return [];
  const refs = pushed.map((answer) => ({ kind: 'answer' as const, id: answer.answer_id, label: '工单回传' }));
  return [
    {
      message: pushed.length === 0 ? '未向来源（12345）回传工单结果' : '工单结果已回传，12345尚未确认',
      refs,
    },
  ];
}

/** E-D5a: the reporter of a hazard has his answer. */
export const reporterAnswered: Check = {
  id: 'E-D5a',
  name: '答复举报人',
  rule: '除匿名和已定级转入外，举报人已得到答复，有时间和方式。',
  processes: ['hazard-dispatch'],
  judge(facts) {
    const free = nobodyWaits(facts);
    if (free !== null) return notApplicable(`不适用：${free}`);
    return judged(
      answerFaults(facts, answersOf(facts, 'reporter', 'upward'), '未答复举报人'),
      '已答复举报人',
    );
  },
};
