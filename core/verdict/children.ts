import { MESSAGE_NAMES, STARTS } from '../message-names.ts';
import type { CaseFacts } from './facts.ts';
import { caseRef } from './refs.ts';
import { judged, notApplicable, type Check, type Fault } from './types.ts';

/** C1b: called cases are closed; nothing this case set going was lost. Links never block, orphans do. */
export const childrenEnded: Check = {
  id: 'C1b',
  name: '子案件办结',
  rule: '本案调用的子案件均已封卷或凭签收移交；由本案触发的每个案件都存在，或在待启动登记中。',
  judge(facts) {
    const called = facts.linked.filter((linked) => linked.how === 'parent');
    const sent = sentMessages(facts);
    if (called.length === 0 && sent.length === 0 && facts.triggers.length === 0)
      return notApplicable('没有子案件，也没有触发其他流程');
    const faults: Fault[] = [
      ...called
        .filter((child) => child.status !== 'sealed' && !(child.outcome === 'transferred' && child.received))
        .map((child) => ({ message: `子案件${child.case_no}未办结`, refs: [caseRef(child)] })),
      ...sent
        .filter((message) => !arrived(facts, message))
        .map((message) => ({ message: `触发“${MESSAGE_NAMES[message] ?? message}”无对应案件`, refs: [] })),
      ...facts.triggers
        .filter((trigger) => trigger.replayed_at !== null && !started(facts, trigger.name))
        .map((trigger) => ({
          message: `触发“${MESSAGE_NAMES[trigger.name] ?? trigger.name}”已启动，但无对应案件`,
          refs: [
            {
              kind: 'trigger' as const,
              id: trigger.trigger_id,
              label: MESSAGE_NAMES[trigger.name] ?? trigger.name,
            },
          ],
        })),
    ];
    return judged(faults, `${called.length}个子案件已办结，${sent.length}项触发均有着落`);
  },
};

/** Start messages thrown on the way the case took. */
function sentMessages(facts: CaseFacts): string[] {
  const messages = facts.passed.map(
    (passed) => facts.definitions.get(passed.definitionKey)?.meta.elements.get(passed.elementId)?.message,
  );
  return [
    ...new Set(messages.filter((message): message is string => message !== undefined && message in STARTS)),
  ];
}

const arrived = (facts: CaseFacts, message: string): boolean =>
  facts.triggers.some((trigger) => trigger.name === message) || started(facts, message);

const started = (facts: CaseFacts, message: string): boolean =>
  facts.linked.some((linked) => linked.how !== 'parent' && linked.process === STARTS[message]);
