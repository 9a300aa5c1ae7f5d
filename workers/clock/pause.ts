import { Type } from '@sinclair/typebox';
import { replan } from '../../core/clock-replan.ts';
import { lockClock } from '../../core/clocks.ts';
import { law } from '../../core/law.ts';
import { diagramFault, header, uuid } from '../input.ts';
import { verb } from '../verb.ts';

/**
 * Lets a time limit stand still for a reason the law names for it (header `reason`; legal-rules §4). Net days are
 * counted on; the due date moves when it runs again. A clock that is overdue cannot be paused: it runs on, and the
 * trail says so.
 */
export default verb({
  name: '中止计时',
  input: Type.Object({ caseId: uuid, clockId: uuid }),
  async run({ input, headers, trx, at, actor, acted }) {
    const reason = header(headers, 'reason');
    const clock = await lockClock(trx, input.clockId);
    if (clock === undefined) throw diagramFault('要中止的时限不存在');
    const theLaw = await law(trx);
    const { pauseReasons, nameZh } = theLaw.clock(clock.pack_version, clock.key);
    if (!pauseReasons.includes(reason)) throw diagramFault(`“${nameZh}”不能因“${reason}”中止`);
    if (clock.state !== 'open' || clock.paused_since !== null) return {};
    if (at > clock.due_at) {
      acted('clock.pause-refused', clock.key, {
        after: { dueAt: clock.due_at, reason },
        more: { clockId: clock.clock_id, rule: '已超期的时限不能中止' },
      });
      return {};
    }
    const paused = { ...clock, paused_since: at };
    await replan(trx, theLaw, paused, actor, { kind: 'pause', reason, act: 'clock.paused' });
    return {};
  },
});
