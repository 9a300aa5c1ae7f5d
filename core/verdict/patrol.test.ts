import { describe, expect, test } from '@jest/globals';
import { shippedPack } from '../legal-pack.ts';
import type { CaseFacts } from './facts.ts';
import * as patrol from './patrol.ts';
import type { Check } from './types.ts';

const submission = (form_id: string, data: object, task_id = 't1') => ({
  form_id,
  data,
  task_id,
  element_id: '',
});
const finding = (more: object = {}) => ({
  finding_id: 'f1',
  no: 1,
  clause_no: '3',
  kind: '履责问题',
  state: 'settled',
  drop_reason: null,
  item_state: 'struck-off',
  penalised: false,
  referred: false,
  ...more,
});

/** A patrol of 定海路街道 in which everything is in order, but for what the test changes. */
const facts = (more: { submissions?: object[]; patrol?: object } = {}): CaseFacts =>
  ({
    at: new Date('2026-03-24T02:00:00Z'),
    tasks: [{ task_id: 't1', element_name: '现场检查', variables: { object: { id: 'dinghai' } } }],
    submissions: more.submissions ?? [
      submission('patrol.plan', { objects: ['dinghai'] }),
      submission('patrol.finding', { visited: 'yes', checks: [{ no: '1', result: '符合' }] }),
      submission('lookback', { sample: [{ no: '1', result: '保持' }] }),
    ],
    patrol: {
      findings: [finding()],
      sampled: 1,
      scores: [{ unit_id: 'dinghai', clause: '3', deduct: '2.0' }],
      unitNames: new Map([['dinghai', '定海路街道']]),
      ...more.patrol,
    },
    law: { on: () => shippedPack() },
  }) as unknown as CaseFacts;

const messageOf = (check: Check, of: CaseFacts): string => {
  const found = check.judge(of);
  return found.value === 'red' ? found.faults.map(({ message }) => message).join('；') : found.value;
};

describe('predicates of a patrol', () => {
  test.each(Object.values(patrol).filter((one): one is Check => typeof one === 'object'))(
    '$id is green when all is in order',
    (check) => expect(messageOf(check, facts())).toBe('green'),
  );

  const plan = submission('patrol.plan', { objects: ['dinghai'] });
  const inspected = (data: object) => facts({ submissions: [plan, submission('patrol.finding', data)] });
  const traced = (more: object) => facts({ patrol: { findings: [finding(more)] } });
  test.each<[string, Check, CaseFacts, string]>([
    ['nobody went there', patrol.everyObjectVisited, facts({ submissions: [plan] }), '定海路街道未巡查'],
    ['not visited, no reason', patrol.everyObjectVisited, inspected({ visited: 'no' }), '定海路街道未巡查'],
    ['not visited, told why', patrol.everyObjectVisited, inspected({ visited: 'no', notVisitedReason: '封控' }), 'green'],
    ['a row left open', patrol.everyCheckAnswered, inspected({ visited: 'yes', checks: [{ no: '7' }] }), '检查项7未填'],
    ['no rows at all', patrol.everyCheckAnswered, inspected({ visited: 'yes' }), '现场检查没有检查项'],
    ['still open', patrol.findingsTraced, traced({ item_state: 'open' }), '问题1去向不明：尚未办结'],
    ['no item', patrol.findingsTraced, traced({ item_state: null }), '问题1去向不明：没有整改项'],
    ['dropped without reason', patrol.findingsTraced, traced({ state: 'withdrawn' }), '问题1去向不明：已撤销但没有理由'],
    ['dropped with reason', patrol.findingsTraced, traced({ state: 'withdrawn', drop_reason: '重复' }), 'green'],
    ['offence, not handed over', patrol.findingsTraced, traced({ kind: '违法线索' }), '问题1去向不明：没有移交立案'],
    ['offence, handed over', patrol.findingsTraced, traced({ kind: '违法线索', penalised: true }), 'green'],
    ['official, no receipt', patrol.findingsTraced, traced({ kind: '公职人员线索' }), '问题1去向不明：没有纪检监察机关的签收'],
    ['no row of the checklist', patrol.findingsTraced, traced({ clause_no: '' }), '问题1去向不明：没有对应的检查项'],
    [
      'points without a clause',
      patrol.deductionsFounded,
      facts({ patrol: { scores: [{ unit_id: 'dinghai', clause: '', deduct: '2.0' }] } }),
      '定海路街道扣分无依据',
    ],
    [
      'too few seen again',
      patrol.sampleLargeEnough,
      facts({ patrol: { findings: Array.from({ length: 6 }, () => finding()) } }),
      '回头看抽查不足：已销号6个，应抽查2个，实际1个',
    ],
  ])('%s', (_, check, of, message) => {
    expect(messageOf(check, of)).toBe(message);
  }); // prettier-ignore
});
