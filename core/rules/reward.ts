import { Type } from '@sinclair/typebox';
import type { LegalAmount } from '../legal-pack.ts';
import { decimal, greatest, hundredths, least, percentOf, type Hundredths } from './money.ts';
import {
  GRADES,
  amountOf,
  choice,
  cite,
  contains,
  count,
  defineRule,
  fields,
  maxOf,
  minOf,
  need,
  yuan,
  type Grade,
  type RuleContext,
} from './rule.ts';

const input = fields({
  kind: choice(['fine', 'hidden', 'local'] as const, '按罚款比例 / 瞒报谎报 / 一般隐患（地方）'),
  fineYuan: Type.Optional(yuan('处罚金额（元）')),
  grade: Type.Optional(choice(GRADES, '事故等级')),
  persons: Type.Optional(count('瞒报谎报的死亡人数', 10_000)),
  level: Type.Optional(choice(['basic', 'full', 'penalty'] as const, '基本属实 / 完全属实 / 经处罚')),
  proposedYuan: Type.Optional(yuan('拟奖励（元）')),
  employee: Type.Optional(Type.Boolean({ title: '举报人为本单位从业人员' })),
});

interface Base {
  amount: Hundredths;
  formula: string;
  rows: LegalAmount[];
}

/** Amount of a reporter's reward. */
export const rewardCompute = defineRule({
  name: 'reward.compute',
  titleZh: '举报奖励金额',
  keys: ['reward.*'],
  input,
  decide: (asked, context) => {
    const { pack } = context;
    const base =
      asked.kind === 'fine'
        ? byFine(asked.fineYuan ?? '0', context)
        : asked.kind === 'hidden'
          ? perHead(
              need(asked.grade, 'grade', '须填写事故等级'),
              need(asked.persons, 'persons', '须填写人数'),
              context,
            )
          : local(need(asked.level, 'level', '须填写核实程度'), asked.proposedYuan, context);
    const bonused = asked.employee ? withBonus(base, amountOf(pack, 'reward.employee.bonus')) : base;
    const cap = amountOf(pack, 'reward.cap');
    const amount = least(bonused.amount, maxOf(cap));
    const capped = amount < bonused.amount;
    const council = amountOf(pack, 'reward.council.limit');
    return {
      amountYuan: decimal(amount),
      formula: capped ? `${bonused.formula}，不超过${cap.max}元` : bonused.formula,
      capped,
      councilNeeded: contains(council, amount),
      ...cite(...bonused.rows, ...(capped ? [cap] : [])),
    };
  },
});

function byFine(fineYuan: string, { pack }: RuleContext): Base {
  const [rate, floor] = [amountOf(pack, 'reward.rate'), amountOf(pack, 'reward.floor')];
  const share = percentOf(hundredths(fineYuan), maxOf(rate));
  const amount = greatest(share, minOf(floor));
  const formula = `${fineYuan}元×${rate.max}%=${decimal(share)}元`;
  return {
    amount,
    formula: amount > share ? `${formula}，不低于${floor.min}元` : formula,
    rows: amount > share ? [rate, floor] : [rate],
  };
}

function perHead(grade: Grade, persons: number, { pack }: RuleContext): Base {
  const row = amountOf(pack, `reward.hidden.${grade}`);
  const amount = maxOf(row) * BigInt(persons);
  return { amount, formula: `${row.max}元×${persons}人=${decimal(amount)}元`, rows: [row] };
}

// The local table gives ceilings: the proposal counts as far as the ceiling reaches.
function local(
  level: 'basic' | 'full' | 'penalty',
  proposedYuan: string | undefined,
  { pack }: RuleContext,
): Base {
  const row = amountOf(pack, `reward.local.${level}`);
  const amount = least(hundredths(proposedYuan ?? row.max ?? '0'), maxOf(row));
  return { amount, formula: `${row.nameZh}上限${row.max}元，奖励${decimal(amount)}元`, rows: [row] };
}

function withBonus(base: Base, bonus: LegalAmount): Base {
  const extra = percentOf(base.amount, maxOf(bonus));
  const amount = base.amount + extra;
  return {
    amount,
    formula: `${base.formula}，从业人员加成${bonus.max}%=${decimal(amount)}元`,
    rows: [...base.rows, bonus],
  };
}
