import { Type } from '@sinclair/typebox';
import { addMonths, dayNumber } from '../days.ts';
import { decimal, hundredths, least, percentOf } from './money.ts';
import {
  amountOf,
  choice,
  cite,
  contains,
  count,
  day,
  defineRule,
  fields,
  maxOf,
  minOf,
  need,
  yuan,
} from './rule.ts';

const party = choice(['person', 'firm'] as const, '个人 / 单位');

// 行政处罚法 art. 63: these penalties give the right whatever the amount.
const MEASURES = ['stop-work', 'revoke-licence', 'restrict-practice'] as const;

/** Whether the party must be told of the right to a hearing. */
export const hearingRight = defineRule({
  name: 'hearing.right',
  titleZh: '是否告知听证权利',
  keys: ['hearing.threshold.*'],
  input: fields({
    party,
    amountYuan: Type.Optional(yuan('拟罚款（元）')),
    measures: Type.Optional(Type.Array(choice(MEASURES, '停产停业 / 吊销许可 / 限制从业'), { maxItems: 3 })),
  }),
  decide: ({ party: who, amountYuan, measures = [] }, { pack }) => {
    const row = amountOf(pack, `hearing.threshold.${who}`);
    const byAmount = contains(row, hundredths(amountYuan ?? '0'));
    const basis =
      measures.length > 0 ? [row, { article: '行政处罚法 art.63', status: 'law' as const }] : [row];
    return {
      right: byAmount || measures.length > 0,
      byAmount,
      measures,
      thresholdYuan: row.min,
      ...cite(...basis),
    };
  },
});

/** Whether a fine may be imposed on the spot. */
export const onspotCheck = defineRule({
  name: 'onspot.check',
  titleZh: '可否当场处罚',
  keys: ['onspot.person', 'onspot.firm'],
  input: fields({ party, amountYuan: yuan('拟罚款（元）') }),
  decide: ({ party: who, amountYuan }, { pack }) => {
    const row = amountOf(pack, `onspot.${who}`);
    return { allowed: contains(row, hundredths(amountYuan)), maxYuan: row.max, ...cite(row) };
  },
});

/** Surcharge on a fine that is paid late: a share per day, never more than the fine. */
export const surcharge = defineRule({
  name: 'surcharge',
  titleZh: '加处罚款',
  keys: ['surcharge.daily'],
  input: fields({
    fineYuan: yuan('罚款（元）'),
    days: Type.Optional(count('逾期天数', 36_600)),
    dueOn: Type.Optional(day('缴纳期限届满日')),
    paidOn: Type.Optional(day('缴纳日')),
  }),
  decide: ({ fineYuan, days, dueOn, paidOn }, { pack }) => {
    const row = amountOf(pack, 'surcharge.daily');
    const fine = hundredths(fineYuan);
    const late = days ?? daysLate(dueOn, paidOn);
    const full = percentOf(fine * BigInt(late), maxOf(row));
    const amount = least(full, fine);
    return {
      days: late,
      amountYuan: decimal(amount),
      totalYuan: decimal(fine + amount),
      capped: full > fine,
      ...cite(row),
    };
  },
});

function daysLate(dueOn: string | undefined, paidOn: string | undefined): number {
  const why = '请填写逾期天数，或者填写缴纳期限届满日和缴纳日';
  return Math.max(0, dayNumber(need(paidOn, 'paidOn', why)) - dayNumber(need(dueOn, 'dueOn', why)));
}

/** Whether closure of the firm may be asked for: a major hazard and penalties in quick succession. */
export const close113 = defineRule({
  name: 'close.113',
  titleZh: '可否提请关闭',
  keys: ['close.113'],
  input: fields({
    majorHazard: Type.Boolean({ title: '存在重大事故隐患' }),
    penaltyDates: Type.Array(day('受到处罚的日期'), { maxItems: 1_000 }),
  }),
  decide: ({ majorHazard, penaltyDates }, { pack }) => {
    const row = amountOf(pack, 'close.113');
    const days = penaltyDates.map(dayNumber).sort((a, b) => a - b);
    const counts = [minOf(row), maxOf(row)].map((value) => Number(value / 100n));
    const met = row.windows.filter((window, index) => dense(days, counts[index] ?? Infinity, window));
    return { mayClose: majorHazard && met.length > 0, windowsMet: met, ...cite(row) };
  },
});

// `180 d` or `12 month`: are there `times` penalties within a period of that length?
function dense(days: readonly number[], times: number, window: string): boolean {
  const [length, unit] = window.split(' ');
  return days.some((first, index) => {
    const last = days[index + times - 1];
    const end = unit === 'month' ? addMonths(first, Number(length)) : first + Number(length);
    return last !== undefined && last <= end;
  });
}

/** Fine for every day an order to correct is ignored: the first fine again for each day after the order. */
export const limitDaily = defineRule({
  name: 'limit.daily',
  titleZh: '按日连续处罚',
  keys: ['fine.112'],
  input: fields({ fineYuan: yuan('原罚款（元）'), days: count('责令改正次日起拒不改正的天数', 36_600) }),
  decide: ({ fineYuan, days }, { pack }) => {
    const fine = hundredths(fineYuan);
    return {
      days,
      perDayYuan: decimal(fine),
      totalYuan: decimal(fine * BigInt(days)),
      ...cite(amountOf(pack, 'fine.112')),
    };
  },
});
