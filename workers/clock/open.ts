import { Type } from '@sinclair/typebox';
import { planClock } from '../../core/clock-plan.ts';
import { closeClock, storeClocks } from '../../core/clocks.ts';
import { rows } from '../../core/db.ts';
import { definition } from '../../core/definitions.ts';
import { law } from '../../core/law.ts';
import { shanghaiDayOf } from '../../core/time.ts';
import { diagramFault, header, lookUp, maybe, text, uuid } from '../input.ts';
import { verb } from '../verb.ts';

const RING = 'clock.rang';

/**
 * Starts a time limit of the legal pack. Headers: `clock`, or `clock-options` with variable `clockKey`; `result`;
 * `from` and `at` name variables. A clock whose result is the key of a `clock.rang` catch of the same diagram is an
 * appointment: it rings, at the hour that `at` names if it does. Any other has reminders and the ladder. An open clock of
 * the same step of law and scope is superseded. `askerGroup` may ask for a longer time, as no task carries the clock.
 */
export default verb({
  name: '起算时限',
  input: Type.Object({
    caseId: uuid,
    clockKey: maybe(text),
    scopeId: maybe(text),
    itemId: maybe(uuid),
    askerGroup: maybe(text),
  }),
  async run({ input, headers, job, caseId, trx, at, actor, acted }) {
    const options = headers['clock-options']?.split(',').map((key) => key.trim());
    const key = options === undefined ? header(headers, 'clock') : (input.clockKey ?? '');
    if (options?.includes(key) === false)
      throw diagramFault(`时限“${key}”不在可选之列:${options.join('、')}`);
    const result = header(headers, 'result');
    const scopeId = input.scopeId ?? null;
    const older = await rows<{ clock_id: string }>(
      trx,
      `select clock_id from clock where case_id = ? and key = any(?) and scope_id is not distinct from ?
         and task_id is null and state = 'open' for update`,
      [caseId, options ?? [key], scopeId],
    );
    for (const { clock_id } of older) await closeClock(trx, clock_id, actor, at, 'superseded');
    const { meta } = await definition(trx, job.definitionKey);
    const rings = meta.catches
      .get(RING)
      ?.some((expression) => new RegExp(`\\b${result}\\b`).test(expression));
    const ringMessage = headers['ring-message'] ?? (rings ? RING : null);
    const from = lookUp(job.variables, headers.from);
    const on = lookUp(job.variables, headers.at);
    const clock = planClock(await law(trx), {
      caseId,
      key,
      from: typeof from === 'string' ? new Date(from) : at,
      on: typeof on === 'string' ? (rings || on.length <= 10 ? on : shanghaiDayOf(new Date(on))) : null,
      itemId: input.itemId === scopeId ? scopeId : null,
      scopeId,
      elementId: job.elementId,
      ringMessage,
      askerGroups: input.askerGroup ? [input.askerGroup] : null,
    });
    const ringKey = lookUp(job.variables, headers['ring-key']);
    clock.ring_key = ringMessage === null ? null : typeof ringKey === 'string' ? ringKey : clock.clock_id;
    await storeClocks(trx, [clock], actor);
    acted('clock.opened', key, {
      after: { dueAt: clock.due_at, startedAt: clock.started_at, article: clock.article },
      more: { clockId: clock.clock_id, superseded: older.map((row) => row.clock_id) },
    });
    return { [result]: clock.clock_id };
  },
});
