import { addWorkdays } from '../calendar.ts';
import { rows, type Trx } from '../db.ts';
import { law } from '../law.ts';
import { limitOf } from '../limit.ts';
import { submissionsOf } from '../submissions.ts';
import { postponements, roundOf } from '../talk-rounds.ts';
import { now, shanghaiDayOf } from '../time.ts';
import { ITEM_STATE, wordOf } from '../words.ts';
import { inCase, short, type Resolver } from './types.ts';

/** What follows from a talk under way. */
export const TALK: Record<string, Resolver> = {
  // The notice must be served so many days before the talk; whoever proposes it counts from today.
  'talk.earliest': async (trx) => {
    const { on, calendar } = await law(trx);
    const today = shanghaiDayOf(now());
    return addWorkdays(calendar, today, on(today).clocks.get('talk.notice-lead')?.value ?? 0);
  },
  'talk.round': inCase(async (trx, caseId) => {
    const agreed = (await submissionsOf(trx, caseId, { form: 'talk.effect' })).filter(
      ({ data }) => data.conclusion === 'again',
    );
    return agreed.length + 1;
  }),
  'talk.postponed': inCase(async (trx, caseId) => postponements(await roundOf(trx, caseId))),
  'talk.postponeMax': (trx) => limitOf(trx, 'talk.postpone.max'),
  'talk.effects': inCase(effects),
};

/** The measures of the talk, each with what became of it. */
async function effects(trx: Trx, caseId: string) {
  const items = await rows<{
    no: number;
    title: string;
    state: string;
    fail_count: number;
    overdue: boolean;
  }>(
    trx,
    `select no, title, state, fail_count, overdue_at is not null as overdue from item
     where case_id = ? and kind = 'measure' order by no`,
    [caseId],
  );
  return items.map(({ title, state, fail_count, overdue }) => ({
    measure: short(title),
    result: [
      wordOf(ITEM_STATE, state),
      ...(fail_count > 0 ? [`复查不合格${fail_count}次`] : []),
      ...(overdue ? ['曾逾期'] : []),
    ].join('，'),
  }));
}
