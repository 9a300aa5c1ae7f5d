import type { CaseFacts } from './facts.ts';
import { clockRef } from './refs.ts';
import { judged, notApplicable, type Check, type Finding } from './types.ts';

const LESSONS_WANTED = new Set(['post-event-evaluation', 'special-inspection', 'warning-talk']);

/** C8: somebody looked back, and what was learnt is written down. */
export const lookedBack: Check = {
  id: 'C8',
  name: '回看与教训',
  rule: '巡查须回头看；事故须有已公开的评估并关联教训，或已设定评估时限；评估、专项检查、已举行的约谈至少登记一条教训；其他案件不适用。',
  judge(facts): Finding {
    const { process } = facts.case;
    if (process === 'patrol-inspection')
      return judged(hasLookBack(facts) ? [] : [{ message: '未安排回头看', refs: [] }], '已回头看');
    if (process === 'accident-handling') return evaluated(facts);
    if (process === 'warning-talk' && !talked(facts)) return notApplicable('没有举行约谈，也没有提醒事项');
    if (LESSONS_WANTED.has(process))
      return judged(
        facts.lessons > 0 ? [] : [{ message: '教训未关联', refs: [] }],
        `已登记${facts.lessons}条教训`,
      );
    return hasLookBack(facts) ? { value: 'green', message: '已回头看' } : notApplicable('本流程不要求回头看');
  },
};

/** Held, or turned into a letter: a talk that was merged, not approved or stayed away from teaches nothing. */
const talked = (facts: CaseFacts): boolean =>
  facts.items.length > 0 || facts.submissions.some((s) => s.form_id === 'talk.minutes');

const hasLookBack = (facts: CaseFacts): boolean => facts.submissions.some((s) => s.form_id === 'lookback');

function evaluated(facts: CaseFacts): Finding {
  const evaluation = facts.linked.find(
    (linked) => linked.process === 'post-event-evaluation' && linked.status === 'sealed',
  );
  if (evaluation !== undefined)
    return judged(
      facts.lessons > 0 ? [] : [{ message: '教训未关联', refs: [] }],
      `评估案件${evaluation.case_no}已办结`,
    );
  const waiting = facts.clocks.find(
    (clock) => clock.ring_message === 'evaluation.due' && clock.state === 'open',
  );
  if (waiting) return { value: 'pending', message: '待评估时限到期后评估', refs: [clockRef(waiting)] };
  return { value: 'red', faults: [{ message: '未安排事故后评估', refs: [] }] };
}
