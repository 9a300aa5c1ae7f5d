import { one, type Trx } from '../db.ts';
import { law } from '../law.ts';
import { moment } from '../paper/form-rows.ts';
import { namesOf } from '../people.ts';
import { textOf } from '../submissions.ts';
import type { ClockRow } from '../clocks.ts';
import type { PrefillContext, Resolver } from './types.ts';

interface Applied {
  days: number;
  data: Record<string, unknown>;
  requested_by: string;
  requested_at: Date;
  due_before: Date;
  name_zh: string;
}

/** What follows from the clock whose extension is asked for or decided. */
export const CLOCK: Record<string, Resolver> = {
  'clock.name': async (trx, context) => (await clockOf(trx, context))?.name_zh,
  'clock.dueAt': async (trx, context) => (await clockOf(trx, context))?.due_at.toISOString(),
  'clock.maxDays': async (trx, context) => {
    const clock = await clockOf(trx, context);
    if (clock === undefined) return undefined;
    const max = (await law(trx)).clock(clock.pack_version, clock.key).extension?.max;
    return max == null ? undefined : Math.max(0, max - clock.extended_days);
  },
  'extension.request': async (trx, context) => {
    const applied = await applicationOf(trx, context);
    if (applied === undefined) return undefined;
    const names = await namesOf(trx, [applied.requested_by]);
    return [
      { item: '申请延期的时限', value: applied.name_zh },
      { item: '原到期时间', value: moment(applied.due_before.toISOString()) },
      { item: '申请延长天数', value: String(applied.days) },
      { item: '理由', value: textOf(applied.data, 'reason') },
      { item: '延长期间安全措施', value: textOf(applied.data, 'safety') },
      { item: '申请人', value: names.get(applied.requested_by) ?? applied.requested_by },
      { item: '申请时间', value: moment(applied.requested_at.toISOString()) },
    ];
  },
  'extension.files': async (trx, context) => (await applicationOf(trx, context))?.data.files,
  'extension.requestedDays': async (trx, context) => (await applicationOf(trx, context))?.days,
};

/** The clock named by the page, else the one the task of 延期审批 is about. */
const clockIdOf = ({ clockId, task }: PrefillContext): string | null => clockId ?? task?.scope_id ?? null;

const clockOf = (trx: Trx, context: PrefillContext): Promise<ClockRow | undefined> =>
  one<ClockRow>(trx, 'select * from clock where clock_id::text = ?', [clockIdOf(context)]);

const applicationOf = (trx: Trx, context: PrefillContext): Promise<Applied | undefined> =>
  one<Applied>(
    trx,
    `select e.*, k.name_zh from extension e join clock k on k.clock_id = e.clock_id
     where e.clock_id::text = ? order by e.requested_at desc limit 1`,
    [clockIdOf(context)],
  );
