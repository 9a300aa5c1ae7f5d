import { Type } from '@sinclair/typebox';
import type { Calendar } from '../calendar.ts';
import { dayNumber, dayNumberOf, dayText, parseMoment, startOfDay } from '../days.ts';
import { computeDue, type Due } from '../due.ts';
import { AppError, badRequest } from '../errors.ts';
import type { LegalClock, LegalPack } from '../legal-pack.ts';
import { nearMatches } from '../near.ts';
import { count, defineRule, fields } from './rule.ts';

/** The facts of an application for a longer clock. */
export interface ExtensionFacts {
  key: string;
  /** the end in force when the application came */
  due: Pick<Due, 'dueOn' | 'dueAt'>;
  requestedAt: Date;
  /** days asked for, in the unit of the row's extension rule */
  days: number;
  /** extensions already granted */
  used: number;
  /** days already added by them */
  extendedDays: number;
}

export type RefusalCode = 'not-extendable' | 'expired' | 'too-late' | 'above-max' | 'count-used';

/** Whether an application may go to the person who decides it. */
export interface ExtensionJudgement {
  admissible: boolean;
  refusals: Array<{ code: RefusalCode; message: string }>;
  /** group that decides; null where the row can't be lengthened */
  approver: string | null;
  /** the last instant at which the application is in time */
  latestAt: Date;
}

/**
 * Judge an application for an extension: before expiry, with the lead the row asks for, within the ceiling, and not
 * more often than allowed (legal-rules §5; ceilings: 国务院令493 art. 29, 32, 行政强制法 art. 25 and others by row).
 * Throws if the pack has no such clock.
 */
export function judgeExtension(
  pack: LegalPack,
  calendar: Calendar,
  facts: ExtensionFacts,
): ExtensionJudgement {
  const row = pack.clocks.get(facts.key);
  if (!row) throw new AppError('legal-pack-incomplete', 500, `法律参数包缺少时限${facts.key}`);
  const rule = row.extension;
  const latestAt = latestRequest(pack, calendar, row, facts.due);
  const refusals: ExtensionJudgement['refusals'] = [];
  const refuse = (code: RefusalCode, message: string): void => void refusals.push({ code, message });
  if (!rule) refuse('not-extendable', `${row.nameZh}不能延期`);
  if (facts.requestedAt > facts.due.dueAt) refuse('expired', '申请应当在期限届满前提出');
  else if (facts.requestedAt > latestAt)
    refuse('too-late', `申请应当最迟在${lastDay(latestAt)}前（含当日）提出`);
  if (rule?.max != null && facts.days + facts.extendedDays > rule.max) {
    refuse('above-max', `最多可延长${rule.max}${rule.unit === 'wd' ? '个工作日' : '日'}`);
  }
  if (rule && facts.used >= rule.count) refuse('count-used', `只能延期${rule.count}次`);
  return { admissible: refusals.length === 0, refusals, approver: rule?.approver ?? null, latestAt };
}

function latestRequest(
  pack: LegalPack,
  calendar: Calendar,
  row: LegalClock,
  due: Pick<Due, 'dueOn' | 'dueAt'>,
): Date {
  const lead = row.extension?.askBeforeKey ? pack.clocks.get(row.extension.askBeforeKey) : undefined;
  if (!lead || due.dueOn === null) return due.dueAt;
  return computeDue(lead, startOfDay(dayNumber(due.dueOn)), calendar).dueAt;
}

// The end of a day is the start of the next: one millisecond earlier lies in the day that is meant.
const lastDay = (end: Date): string => dayText(dayNumberOf(new Date(end.getTime() - 1)));

const moment = (title: string) => Type.String({ format: 'moment', title });

/** The same judgement for the command line, with the due date computed from the start. */
export const extensionAdmissible = defineRule({
  name: 'extension.admissible',
  titleZh: '延期申请可否受理',
  keys: [],
  input: fields({
    key: Type.String({ minLength: 1, maxLength: 60, title: '时限条目' }),
    startedAt: moment('起算'),
    requestedAt: moment('申请时间'),
    days: Type.Integer({ minimum: 1, maximum: 3_660, title: '申请延长天数' }),
    pausedDays: Type.Optional(count('已中止天数', 36_600)),
    used: Type.Optional(count('已延期次数', 100)),
    extendedDays: Type.Optional(count('已延长天数', 3_660)),
  }),
  decide: (asked, { pack, calendar }) => {
    const row = pack.clocks.get(asked.key);
    if (!row) {
      const message = `没有时限条目 ${asked.key}，相近的有：${nearMatches(asked.key, pack.clocks.keys()).join('、')}`;
      throw badRequest('输入有误', [{ path: 'key', message }]);
    }
    const from = parseMoment(asked.startedAt)?.at ?? new Date(NaN);
    const requestedAt = parseMoment(asked.requestedAt)?.at ?? new Date(NaN);
    const { pausedDays = 0, extendedDays = 0, used = 0, days } = asked;
    const due = computeDue(row, from, calendar, { pausedDays, extensionDays: extendedDays });
    const judged = judgeExtension(pack, calendar, {
      key: row.key,
      due,
      requestedAt,
      days,
      used,
      extendedDays,
    });
    const granted = judged.admissible
      ? computeDue(row, from, calendar, { pausedDays, extensionDays: extendedDays + days })
      : null;
    return {
      admissible: judged.admissible,
      refusals: judged.refusals,
      approver: judged.approver,
      latestAt: judged.latestAt.toISOString(),
      dueOn: due.dueOn,
      newDueOn: granted?.dueOn ?? null,
      provisional: due.provisional || (granted?.provisional ?? false),
      article: row.article,
      status: row.extension?.status ?? row.status,
    };
  },
});
