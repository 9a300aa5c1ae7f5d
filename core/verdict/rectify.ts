import { ladderGaps } from './clocks.ts';
import type { CaseFacts, ItemRow, SubmissionRow } from './facts.ts';
import { itemRef } from './refs.ts';
import { judged, notApplicable, type Check, type Fault } from './types.ts';

const of = (facts: CaseFacts, item: ItemRow, element: string): SubmissionRow[] =>
  facts.submissions.filter((s) => s.item_id === item.item_id && s.element_id === element);

/** Matters that went through 整改—复查—销号. */
const rectified = (facts: CaseFacts): ItemRow[] =>
  facts.items.filter((item) =>
    facts.tasks.some(
      (task) =>
        task.item_id === item.item_id && (task.element_id === 'rectify' || task.element_id === 'recheck'),
    ),
  );

/** X-R1: struck off because somebody saw that it is in order, after the last thing the unit did. */
export const lastRecheckFit: Check = {
  id: 'X-R1',
  name: '复查合格',
  rule: '已销号事项最近一次复查合格，且晚于最近一次整改提交。',
  judge(facts) {
    const items = rectified(facts).filter((item) => item.state === 'struck-off');
    if (items.length === 0) return notApplicable('没有经整改销号的事项');
    return judged(
      items.flatMap((item) => recheckFaults(facts, item)),
      `${items.length}个事项最近一次复查合格`,
    );
  },
};

function recheckFaults(facts: CaseFacts, item: ItemRow): Fault[] {
  const recheck = of(facts, item, 'recheck').at(-1);
  const submitted = of(facts, item, 'rectify').at(-1);
  const fault = (message: string): Fault[] => [
    { message: `事项${item.no}${message}`, refs: [itemRef(item)] },
  ];
  if (recheck === undefined) return fault('没有复查');
  if (recheck.data.fit !== 'yes') return fault('最近一次复查不合格');
  return submitted !== undefined && recheck.at <= submitted.at ? fault('最近一次整改提交后没有复查') : [];
}

/** X-R2: an overdue matter climbed the ladder. */
export const overdueEscalated: Check = {
  id: 'X-R2',
  name: '逾期升级',
  rule: '逾期的事项有逐级升级记录。',
  judge(facts) {
    const overdue = rectified(facts).filter((item) => item.overdue_at !== null);
    if (overdue.length === 0) return notApplicable('没有逾期事项');
    const faults = overdue
      .filter((item) => !escalated(facts, item))
      .map((item): Fault => ({ message: `事项${item.no}逾期无升级记录`, refs: [itemRef(item)] }));
    return judged(faults, `${overdue.length}个逾期事项均有升级记录`);
  },
};

function escalated(facts: CaseFacts, item: ItemRow): boolean {
  const clocks = facts.clocks.filter(
    (clock) => clock.item_id === item.item_id && clock.element_id === 'rectify',
  );
  const late = clocks.filter((clock) => (clock.closed_at ?? facts.at) > clock.due_at);
  const rang = (clockId: string) =>
    facts.clockEvents.some((e) => e.clock_id === clockId && e.kind === 'ring');
  const silent = (gap: string) => gap.endsWith('升级记录');
  return (
    late.length > 0 &&
    late.every((c) => rang(c.clock_id) && !ladderGaps(facts, c, c.closed_at ?? facts.at).some(silent))
  );
}
