import type { TaskRow } from '../tasks.ts';
import type { CaseFacts } from './facts.ts';
import { isDone, itemRef, nameOf, taskRef } from './refs.ts';
import { judged, notApplicable, type Check, type Fault } from './types.ts';

/** Of each matter these three are done by three people (rectify-item). */
const THREE_HANDS = ['rectify', 'recheck', 'approve-strike-off'];

/** C3: nobody checked or approved his own work. */
export const handsApart: Check = {
  id: 'C3',
  name: '人员分离',
  rule: '每个事项的整改、复查、销号审批由不同的人办理；流程图规定须分开的环节没有由同一人办理。',
  explainedBy: 'gov',
  judge(facts) {
    const done = facts.tasks.filter(isDone);
    if (done.length === 0) return notApplicable('没有人工办理的环节');
    const faults = new Map<string, Fault>();
    const clash = (one: TaskRow, other: TaskRow) => {
      const key = [one.completed_by, ...[one.element_id, other.element_id].sort()].join(' ');
      if (!faults.has(key)) faults.set(key, clashFault(facts, one, other));
    };
    for (const task of done) {
      for (const other of mustDiffer(facts, task, done))
        if (other.completed_by === task.completed_by) clash(other, task);
    }
    for (const requester of ownRequests(facts, done))
      faults.set(requester.task_id, ownDecision(facts, requester));
    return judged([...faults.values()], '各环节办理人员相互分离');
  },
};

/** The done tasks whose performer this one's may not be. */
function mustDiffer(facts: CaseFacts, task: TaskRow, done: TaskRow[]): TaskRow[] {
  const elements = facts.definitions.get(task.definition_key)?.meta.elements;
  return done.filter((other) => {
    if (other.task_id === task.task_id || !sameMatter(task, other)) return false;
    const threeHands = THREE_HANDS.includes(task.element_id) && THREE_HANDS.includes(other.element_id);
    if (threeHands && task.item_id !== null && task.element_id !== other.element_id) return true;
    // An id means the step of the same diagram if it has one: `accept` is 受理 here and 验收 there.
    const own = elements?.has(other.element_id) ?? false;
    return task.separate_from.includes(other.element_id) && (!own || other.process === task.process);
  });
}

const sameMatter = (task: TaskRow, other: TaskRow): boolean =>
  task.item_id === null || other.item_id === null || task.item_id === other.item_id;

function clashFault(facts: CaseFacts, one: TaskRow, other: TaskRow): Fault {
  const [first, second] = one.closed_at! <= other.closed_at! ? [one, other] : [other, one];
  const item = facts.items.find((row) => row.item_id === (one.item_id ?? other.item_id));
  return {
    message: `${nameOf(facts, one.completed_by!)}同时办理了“${first.element_name}”和“${second.element_name}”`,
    refs: [...(item ? [itemRef(item)] : []), taskRef(first), taskRef(second)],
    concerned: [one.completed_by!],
    at: second.closed_at!,
  };
}

/** 延期审批 by the applicant: the request is a start event, so its performer stands in the extension row (legal-rules §5.5). */
const ownRequests = (facts: CaseFacts, done: TaskRow[]): TaskRow[] =>
  done.filter(
    (task) =>
      task.separate_from.includes('requested') &&
      facts.extensions.some((e) => e.clock_id === task.scope_id && e.requested_by === task.completed_by),
  );

const ownDecision = (facts: CaseFacts, task: TaskRow): Fault => ({
  message: `${nameOf(facts, task.completed_by!)}同时办理了“延期申请”和“${task.element_name}”`,
  refs: [taskRef(task)],
  concerned: [task.completed_by!],
  at: task.closed_at!,
});
