import { Type } from '@sinclair/typebox';
import { closeClock, lockClock } from '../../core/clocks.ts';
import { maybe, uuid } from '../input.ts';
import { verb } from '../verb.ts';

/** Stops a time limit. No clock, or one that stands already, is nothing to do: diagrams come here by several ways. */
export default verb({
  name: '时限止算',
  input: Type.Object({ caseId: uuid, clockId: maybe(uuid) }),
  async run({ input, trx, at, actor, acted }) {
    const clock = input.clockId ? await lockClock(trx, input.clockId) : undefined;
    if (clock === undefined || !(await closeClock(trx, clock.clock_id, actor, at))) return {};
    acted('clock.closed', clock.key, {
      after: { closedAt: at, dueAt: clock.due_at, inTime: at <= clock.due_at },
      more: { clockId: clock.clock_id },
    });
    return {};
  },
});
