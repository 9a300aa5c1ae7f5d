import { ORDERED } from '../talk-triggers.ts';
import { shanghaiDayOf } from '../time.ts';
import type { CaseFacts, ItemRow, SubmissionRow } from './facts.ts';
import { documentRef, filled, itemRef, submissionRef } from './refs.ts';
import { judged, notApplicable, type Check, type Fault } from './types.ts';

const processes = ['warning-talk'];
const NOTICES = new Set(['talk-notice', 'talk-change-notice']);
const ENDED = new Set<ItemRow['state']>(['struck-off', 'merged', 'transferred']);

const of = (facts: CaseFacts, form: string): SubmissionRow[] =>
  facts.submissions.filter((s) => s.form_id === form);
const listed = (value: unknown): boolean => Array.isArray(value) && value.length > 0;

/** Times the unit came, and was talked to. */
const arrivals = (facts: CaseFacts): SubmissionRow[] =>
  of(facts, 'talk.arrival').filter((s) => s.data.justified === undefined);

/** E-D2a: why a unit is talked to can be shown. */
export const triggerProven: Check = {
  id: 'E-D2a',
  name: '触发依据',
  rule: '每项触发都附有依据：规则触发的有来源案件和事实，领导交办的有书面材料。',
  processes,
  judge(facts) {
    if (facts.case.outcome === 'merged') return notApplicable('已并入另一件约谈');
    if (facts.talkTriggers.length === 0) return judged([{ message: '缺触发依据', refs: [] }], '');
    const paper = facts.submissions.some((s) => s.element_id === 'start' && listed(s.data.files));
    const faults = facts.talkTriggers
      .filter((t) => (t.rule === ORDERED ? !paper : t.source_case_id === null || !filled(t.fact)))
      .map(({ trigger_id: id }): Fault => ({
        message: `触发${id}缺依据`,
        refs: [{ kind: 'trigger', id, label: id }],
      }));
    return judged(faults, `${facts.talkTriggers.length}项触发均有依据`);
  },
};

/** E-D2b: what was agreed was done, and it can be seen. */
export const measuresProven: Check = {
  id: 'E-D2b',
  name: '措施有佐证',
  rule: '每条措施都有终态；已销号的附有整改后佐证。',
  processes,
  judge(facts) {
    if (facts.items.length === 0) return notApplicable('没有商定措施');
    const proven = (item: ItemRow) =>
      item.state !== 'struck-off' ||
      facts.evidence.some((e) => e.item_id === item.item_id && e.phase === 'after');
    const faults = facts.items.flatMap((item): Fault[] => {
      if (!ENDED.has(item.state)) return [{ message: `措施${item.no}没有终态`, refs: [itemRef(item)] }];
      return proven(item) ? [] : [{ message: `措施${item.no}无佐证`, refs: [itemRef(item)] }];
    });
    return judged(faults, `${facts.items.length}条措施均有佐证和终态`);
  },
};

/** E-D2c: both sides stand by the minutes, or it is noted who would not sign and why. */
export const minutesSigned: Check = {
  id: 'E-D2c',
  name: '纪要签字',
  rule: '约谈纪要由主持方和约谈对象双方签字，拒签的注明理由。',
  processes,
  judge(facts) {
    const minutes = of(facts, 'talk.minutes');
    if (minutes.length === 0) return notApplicable('没有举行约谈');
    const faults = minutes.flatMap((held, i): Fault[] => {
      const next = minutes[i + 1]?.at;
      const signed = of(facts, 'member-sign').filter(
        (s) => s.element_id === 'sign-minutes' && s.at >= held.at && (next === undefined || s.at < next),
      );
      return ['主持方', '约谈对象']
        .filter((side) => !signed.some((s) => sideOf(facts, s) === side && stands(s)))
        .map((side) => ({ message: `纪要未签字：${side}`, refs: [submissionRef(facts, held)] }));
    });
    return judged(faults, '纪要已由双方签字或者注明拒签');
  },
};

/** Who chairs a talk signs as a person; the other side as a unit, or through the clerks. */
const sideOf = (facts: CaseFacts, signed: SubmissionRow): string =>
  facts.tasks
    .find((task) => task.task_id === signed.task_id)
    ?.groups.some((group) => group.startsWith('person:'))
    ? '主持方'
    : '约谈对象';

const stands = ({ data }: SubmissionRow): boolean =>
  data.attitude === 'refuse' ? filled(data.reason) : data.signature !== undefined;

/** E-D2d: nobody is talked to without having been told in time. */
export const noticeFirst: Check = {
  id: 'E-D2d',
  name: '先通知后约谈',
  rule: '约谈通知书（改期的为改期通知书）在约谈日之前送达。',
  processes,
  explainedBy: 'lead',
  judge(facts) {
    const held = arrivals(facts);
    if (held.length === 0) return notApplicable('没有举行约谈');
    const served = facts.documents
      .filter((document) => NOTICES.has(document.template))
      .flatMap((document) =>
        facts.receipts
          .filter((receipt) => receipt.doc_id === document.doc_id && receipt.served_at !== null)
          .map((receipt) => ({ document, at: receipt.served_at! })),
      )
      .sort((a, b) => a.at.getTime() - b.at.getTime());
    const faults = held.flatMap((arrival): Fault[] => {
      const came = new Date(String(arrival.data.arrivedAt ?? arrival.at.toISOString()));
      const since = of(facts, 'talk.decide').findLast(
        (s) => s.at < arrival.at && s.data.decision === 'agree',
      );
      const inTime = served.some(
        ({ at }) => shanghaiDayOf(at) < shanghaiDayOf(came) && (since === undefined || at > since.at),
      );
      return inTime
        ? []
        : [
            {
              message: '通知书未先行送达',
              refs: [submissionRef(facts, arrival), ...served.map(({ document }) => documentRef(document))],
              at: arrival.at,
            },
          ];
    });
    return judged(faults, '通知书均在约谈日之前送达');
  },
};

/** E-D2e: what was counted for this talk is not counted again before it is closed. */
export const counterKept: Check = {
  id: 'E-D2e',
  name: '触发计数',
  rule: '同一规则、单位和事由在本约谈结案之前不重新计数，其间没有另行约谈。',
  processes,
  judge(facts) {
    if (facts.case.outcome === 'merged') return notApplicable('已并入另一件约谈');
    const faults = facts.talkTriggers
      .filter((t) => t.rival !== null)
      .map(({ trigger_id: id, rival }): Fault => ({
        message: `触发计数异常：${id}在结案前又触发了${rival}`,
        refs: [{ kind: 'trigger', id, label: id }],
      }));
    return judged(faults, '结案之前没有重新计数');
  },
};
