import { Type } from '@sinclair/typebox';
import { one, type Trx } from '../../core/db.ts';
import { computeDue } from '../../core/due.ts';
import { law } from '../../core/law.ts';
import { SUPERIOR } from '../../core/notice-units.ts';
import { prepare } from '../../core/prepared.ts';
import { latestSubmission } from '../../core/submissions.ts';
import { shanghaiDayOf } from '../../core/time.ts';
import { maybe, text, uuid } from '../input.ts';
import { verb } from '../verb.ts';

/** What a notice asked for by another process comes from, by that process. */
const SOURCES: Record<string, string> = {
  'patrol-inspection': '巡查',
  'risk-consultation': '研判',
  'post-event-evaluation': '评估',
};

/**
 * Lays out what the draft of a notice starts with (`prepared.notice.*`): the draft that was sent back, else what the
 * start form says, else what the sender of `notice.request` asked for (`matter`, `units`, `demand`). The day of the
 * answer is that of the pack (`notice.feedback`) unless the draft named a later one than today.
 */
export default verb({
  name: '备抄告单底稿',
  input: Type.Object({
    caseId: uuid,
    matter: maybe(text),
    demand: maybe(text),
    units: Type.Optional(Type.Unknown()),
  }),
  async run({ input, caseId, trx, at }) {
    const sentBack = (await latestSubmission(trx, caseId, { form: 'notice.issue' }))?.data;
    const draft = sentBack ?? (await registered(trx, caseId)) ?? (await asked(trx, caseId, input));
    const today = shanghaiDayOf(at);
    const named = typeof draft.feedbackBy === 'string' ? draft.feedbackBy : today;
    const laidOut: Record<string, unknown> = {
      fromAbove: draft.source === SUPERIOR,
      level: '抄告',
      ...draft,
      feedbackBy: named > today ? named : await packDay(trx, at),
    };
    for (const [key, value] of Object.entries(laidOut))
      if (value !== undefined) await prepare(trx, caseId, `notice.${key}`, value);
    return {};
  },
});

/** What somebody registered by hand, under the names of the notice. */
async function registered(trx: Trx, caseId: string): Promise<Record<string, unknown> | undefined> {
  const start = (await latestSubmission(trx, caseId, { form: 'notice.start' }))?.data;
  if (start === undefined) return undefined;
  const { source, sourceDoc, description, demand, lead, helpers } = start;
  return { source, sourceDoc, matter: description, demand, lead, helpers };
}

/** What another case asked for; its first unit leads. */
async function asked(
  trx: Trx,
  caseId: string,
  input: { matter?: string | null; demand?: string | null; units?: unknown },
): Promise<Record<string, unknown>> {
  const head = await one<{ title: string; process: string | null }>(
    trx,
    'select c.title, s.process from cases c left join cases s on s.case_id = c.source_case_id where c.case_id = ?',
    [caseId],
  );
  const [lead, ...helpers] = unitIds(input.units);
  return {
    source: SOURCES[head?.process ?? ''] ?? '其他',
    matter: input.matter ?? head?.title,
    demand: input.demand ?? undefined,
    lead,
    ...(helpers.length > 0 ? { helpers } : {}),
  };
}

/** Ids of the units, sent as ids or as `{id, group}`. */
const unitIds = (units: unknown): string[] =>
  (Array.isArray(units) ? units : []).flatMap((unit: unknown) => {
    const id = typeof unit === 'string' ? unit : (unit as { id?: unknown } | null)?.id;
    return typeof id === 'string' ? [id] : [];
  });

async function packDay(trx: Trx, at: Date): Promise<string | null> {
  const theLaw = await law(trx);
  const term = theLaw.clock(theLaw.on(shanghaiDayOf(at)).version, 'notice.feedback');
  return computeDue(term, at, theLaw.calendar).dueOn;
}
