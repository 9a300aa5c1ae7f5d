import { hazardDispatch } from '../hazard-dispatch/play.ts';
import type { Beginning, Story } from '../play.ts';
import { colleagueOf } from '../people.ts';
import type { Otherwise, Script } from '../script.ts';
import { hoursBefore, unfounded } from '../spoil.ts';
import { story } from './hazard-stories.ts';
import type { Sample } from './plan.ts';

interface Told {
  script?: Script;
  leave?: string[];
  begins?: Beginning;
  first?: boolean;
}

const sample =
  (when: Sample['when']) =>
  (
    shows: string,
    name: string,
    ends: Sample['ends'],
    { begins, script, leave, first = false }: Told = {},
  ): Sample => {
    const told = story(name);
    const { firm, handler } = told.played as { firm?: unknown; handler: string } & Story['played'];
    // Where no firm is to blame, the unit that handles the case puts it right, and another of its people rechecks.
    const byUnit = firm === undefined;
    return {
      shows: `隐患举报：${shows}`,
      play: hazardDispatch,
      story: told,
      begins: { withoutFirm: byUnit, ...begins },
      script: { ...(byUnit ? { recheck: { as: colleagueOf(handler) } } : {}), ...script },
      ends,
      when,
      first,
      ...(leave === undefined ? {} : { leave }),
    };
  };
const before = sample('before');
const across = sample('across');
const after = sample('after');

/** A reporter who gave a name is called back some days later. */
const named = { begins: { anonymous: false } };
const urgent = { begins: { urgent: true } };

/** The officers' finding with another end of its time, or another handling. */
const finding = (change: Otherwise['form']): Script => ({ verify: { form: change } });
const mendedBy = (days: number): Script =>
  finding((hand, usual) => ({
    ...usual,
    handling: 'order',
    rectifyBy: hand.inDays(days),
    demand: hand.world.demand,
  }));

const rejected: Script = {
  'hazard-dispatch/accept': {
    form: {
      decision: 'reject',
      rejectReason: '不属安全生产',
      level: undefined,
      clockKey: undefined,
      urgent: undefined,
    },
  },
};
const returned: Script = {
  take: {
    form: {
      decision: 'return',
      officer: undefined,
      needExpert: undefined,
      reason: '不属本单位职责',
      basis: '按照三定方案，该处属于建设工程管理范围，应由建设主管部门承办。',
      suggestUnit: 'jgw',
    },
  },
};

/** 隐患与举报派单: at every desk, late, nearly due, red, sealed, refused. */
export const hazards: Sample[] = [
  before('超过受理时限，已经升级', 'facade', { at: 'accept' }),
  before('核查超期，已经升级到区领导', 'warehouse', { at: 'verify' }),
  before('整改逾期，转入复查', 'cold-store', { at: 'rectify' }, { script: mendedBy(2) }),
  across('12345工单，办结回访后封卷', 'D-1c2771', 'sealed', { ...named, first: true }),
  across(
    '到场时间写在联系之前，核验为红，等补正',
    'fitting-shop',
    { at: 'supplement' },
    {
      ...named,
      script: finding((hand, usual) => ({ ...usual, arrivedAt: hoursBefore(hand.now, 2) })),
    },
  ),
  across('经核查不属实，书面告知后封卷', 'nursing-home', 'sealed', {
    ...named,
    script: finding((_, usual) => unfounded(usual)),
  }),
  after('当场整改，办结封卷', 'D-021438', 'sealed', { begins: { anonymous: true } }),
  after('限期整改合格，销号封卷', 'corridor-battery', 'sealed'),
  after('不属安全生产，不予受理，告知后封卷', 'elevator', 'sealed', { script: rejected }),
  after('新收到，等受理定级', 'takeaway-station', { at: 'accept' }),
  after('紧急件，等先期处置', 'billboard', { at: 'first-response' }, urgent),
  after('已受理，等派单', 'script-club', { at: 'order' }),
  after('已派单，等街道接单', 'fitting-shop', { at: 'take' }),
  after('单位退单，等安委办裁定', 'facade', { at: 'rule' }, { script: returned }),
  after('已接单，等先行联系', 'school-kitchen', { at: 'contact' }, named),
  after('已联系，等现场核查', 'road-works', { at: 'verify' }),
  after('指令书等签发', 'site-hoist', { at: 'sign' }),
  after('指令书等企业签收', 'cold-store', { at: 'receipt' }),
  after('整改临期，企业正在整改', 'paint-store', { at: 'rectify' }, { script: mendedBy(2) }),
  after('企业正在整改', 'foundry', { at: 'rectify' }),
  after('已整改，等复查', 'road-works', { at: 'recheck' }, { first: true }),
  after('复查合格，等销号审批', 'script-club', { at: 'approve-strike-off' }),
  after('已销号，等答复举报人', 'manhole-work', { at: 'answer' }, named),
  after('重大隐患，等企业报治理方案', 'D-c595b4', { at: 'major-plan' }),
];
