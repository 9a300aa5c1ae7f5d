import type { CaseFacts, ItemRow } from './facts.ts';
import { ITEM_STATE, wordOf } from '../words.ts';
import { clockRef, filled, itemRef, taskRef } from './refs.ts';
import { judged, type Check, type Fault } from './types.ts';

/** States in which a matter has come to its end. */
export const FINAL_STATES = new Set<ItemRow['state']>(['struck-off', 'merged', 'transferred', 'unfounded']);

/** The steps of the standard tail itself are open or running while the verdict is formed. */
const TAIL = 'supplement';

/** C1: every matter has come to an end that is proven, and nothing is under way any more. */
export const itemsEnded: Check = {
  id: 'C1',
  name: '事项有终态',
  rule: '每个事项已销号、合并、移交或查明不属实并有依据；无事项的案件有结果和理由；没有在办任务和仍在计时的时限。',
  judge(facts) {
    const faults = [
      ...facts.items.flatMap((item) => itemFaults(facts, item)),
      ...outcomeFaults(facts),
      ...facts.tasks
        .filter((task) => task.state === 'open' && task.element_id !== TAIL)
        .map((task): Fault => ({ message: `仍有在办任务“${task.element_name}”`, refs: [taskRef(task)] })),
      ...facts.clocks
        .filter((clock) => clock.state === 'open' && clock.ring_message === null && clock.element_id !== TAIL)
        .filter(
          (clock) => !facts.tasks.some((task) => task.clock_id === clock.clock_id && task.state === 'open'),
        )
        .map((clock): Fault => ({ message: `时限“${clock.name_zh}”仍在计时`, refs: [clockRef(clock)] })),
    ];
    return judged(
      faults,
      facts.items.length > 0 ? `${facts.items.length}个事项均有终态` : '没有事项，已记明结果和理由',
    );
  },
};

function itemFaults(facts: CaseFacts, item: ItemRow): Fault[] {
  const fault = (message: string): Fault[] => [
    { message: `事项${item.no}${message}`, refs: [itemRef(item)] },
  ];
  if (!FINAL_STATES.has(item.state)) return fault(`未办结：${wordOf(ITEM_STATE, item.state)}`);
  if (item.state === 'merged' && !item.merged_into_known) return fault('已合并，但没有并入的事项');
  if (item.state === 'transferred' && !signedFor(facts, item)) return fault('已移交，但缺少接收单位签收');
  if (item.state === 'unfounded' && !writtenMaterial(facts))
    return fault('不属实，但缺少两人以上的核查书面材料');
  return [];
}

const signedFor = (facts: CaseFacts, item: ItemRow): boolean =>
  facts.submissions.some(
    (s) => s.form_id === 'transfer.accept' && s.item_id === item.item_id && s.data.accepted === 'yes',
  );

/** A record of kind 核查书面材料 that names at least two recorders. */
export const writtenMaterial = (facts: CaseFacts): boolean =>
  facts.submissions.some(
    (s) =>
      s.form_id === 'record' &&
      s.data.kind === '核查书面材料' &&
      Array.isArray(s.data.recorders) &&
      s.data.recorders.length >= 2,
  );

function outcomeFaults(facts: CaseFacts): Fault[] {
  if (facts.items.length > 0) return [];
  const { outcome, outcome_reason: reason } = facts.case;
  if (outcome === null) return [{ message: '没有事项，也没有记明办理结果', refs: [] }];
  return filled(reason) ? [] : [{ message: '没有事项，办理结果缺少理由', refs: [] }];
}
