import { describe, expect, test } from '@jest/globals';
import type { CaseFacts } from './facts.ts';
import { lookedBack } from './lookback.ts';
import { counterKept, measuresProven, minutesSigned, noticeFirst, triggerProven } from './talk.ts';

const at = (day: number, hour = 2): Date => new Date(Date.UTC(2026, 2, day, hour));
const said = (form: string, day: number, data: object = {}, more: object = {}) => ({ submission_id: `${form}${day}`, task_id: null, case_id: 'c', item_id: null, element_id: form.slice(5), form_id: form, data, by: 'gu.xinlan', at: at(day), ...more }); // prettier-ignore
const trigger = (over: object = {}) => ({ trigger_id: 'T4-1', rule: 'T4', causes: ['i'], fact: '复查不合格2次', source_case_id: 's', at: at(1), rival: null, ...over }); // prettier-ignore
const signed = (taskId: string, data: object = { attitude: 'agree', signature: {} }) =>
  said('member-sign', 10, data, { element_id: 'sign-minutes', task_id: taskId });

/** A talk that was held as it should be. */
const HELD = {
  case: { process: 'warning-talk', outcome: 'struck-off' },
  talkTriggers: [trigger()],
  items: [{ item_id: 'i1', no: 1, state: 'struck-off' }],
  evidence: [{ item_id: 'i1', phase: 'after' }],
  tasks: [
    { task_id: 'host', groups: ['person:he.zhengyan'] },
    { task_id: 'unit', groups: ['street:dinghai'] },
  ],
  submissions: [
    said('talk.decide', 2, { decision: 'agree' }),
    said('talk.arrival', 9, { arrivedAt: at(9).toISOString() }),
    said('talk.minutes', 9),
    signed('host'),
    signed('unit'),
  ],
  documents: [{ doc_id: 'd', template: 'talk-notice', title: '约谈通知书', doc_no: '杨应急约〔2026〕1号' }],
  receipts: [{ doc_id: 'd', served_at: at(4) }],
  lessons: 1,
};
const facts = (over: object = {}): CaseFacts => ({ ...HELD, ...over }) as unknown as CaseFacts;
const withoutForm = (form: string) => HELD.submissions.filter((s) => s.form_id !== form);
const CHECKS = { triggerProven, measuresProven, minutesSigned, noticeFirst, counterKept, lookedBack };

const messageOf = (check: keyof typeof CHECKS, over: object): string => {
  const finding = CHECKS[check].judge(facts(over));
  return finding.value === 'red' ? finding.faults.map(({ message }) => message).join('；') : finding.value;
};

describe('predicates of talks', () => {
  test.each(Object.keys(CHECKS))('%s is green for a talk held as it should be', (check) => {
    expect(messageOf(check as keyof typeof CHECKS, {})).toBe('green');
  });

  test.each<[keyof typeof CHECKS, object, string]>([
    ['triggerProven', { talkTriggers: [] }, '缺触发依据'],
    ['triggerProven', { talkTriggers: [trigger({ source_case_id: null })] }, '触发T4-1缺依据'],
    ['triggerProven', { talkTriggers: [trigger({ rule: 'L0', trigger_id: 'L0-1' })] }, '触发L0-1缺依据'],
    ['triggerProven', { talkTriggers: [trigger({ rule: 'L0' })], submissions: [said('talk.start', 1, { files: [{}] }, { element_id: 'start' })] }, 'green'],
    ['triggerProven', { talkTriggers: [], case: { outcome: 'merged' } }, 'n/a'],
    ['measuresProven', { evidence: [] }, '措施1无佐证'],
    ['measuresProven', { items: [{ item_id: 'i1', no: 1, state: 'open' }] }, '措施1没有终态'],
    ['measuresProven', { items: [] }, 'n/a'],
    ['minutesSigned', { submissions: [...withoutForm('member-sign'), signed('unit')] }, '纪要未签字：主持方'],
    ['minutesSigned', { submissions: [...withoutForm('member-sign'), signed('host')] }, '纪要未签字：约谈对象'],
    ['minutesSigned', { submissions: [...withoutForm('member-sign'), signed('host'), signed('unit', { attitude: 'refuse', reason: '不认可' })] }, 'green'],
    ['minutesSigned', { submissions: [...withoutForm('member-sign'), signed('host'), signed('unit', { attitude: 'refuse' })] }, '纪要未签字：约谈对象'],
    ['minutesSigned', { submissions: withoutForm('talk.minutes') }, 'n/a'],
    ['noticeFirst', { receipts: [{ doc_id: 'd', served_at: at(9, 0) }] }, '通知书未先行送达'],
    ['noticeFirst', { receipts: [{ doc_id: 'd', served_at: at(1) }] }, '通知书未先行送达'],
    ['noticeFirst', { receipts: [] }, '通知书未先行送达'],
    ['noticeFirst', { submissions: [said('talk.arrival', 9, { justified: 'no' })] }, 'n/a'],
    ['counterKept', { talkTriggers: [trigger({ rival: '杨应急谈〔2026〕2号' })] }, '触发计数异常：T4-1在结案前又触发了杨应急谈〔2026〕2号'],
    ['lookedBack', { lessons: 0 }, '教训未关联'],
    ['lookedBack', { lessons: 0, items: [], submissions: withoutForm('talk.minutes') }, 'n/a'],
  ])('%s with %j: %s', (check, over, expected) => {
    expect(messageOf(check, over)).toBe(expected);
  }); // prettier-ignore
});
