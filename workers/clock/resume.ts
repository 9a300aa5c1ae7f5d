import { Type } from '@sinclair/typebox';
import { replan } from '../../core/clock-replan.ts';
import { lockClock } from '../../core/clocks.ts';
import { law } from '../../core/law.ts';
import { diagramFault, uuid } from '../input.ts';
import { verb } from '../verb.ts';

/** Lets a paused time limit run again: its end moves by the days it stood still, before rolling (legal-rules §4). */
export default verb({
  name: '恢复计时',
  input: Type.Object({ caseId: uuid, clockId: uuid }),
  async run({ input, trx, actor }) {
    const clock = await lockClock(trx, input.clockId);
    if (clock === undefined) throw diagramFault('要恢复的时限不存在');
    if (clock.state !== 'open' || clock.paused_since === null) return {};
    const running = { ...clock, paused_since: null };
    await replan(trx, await law(trx), running, actor, { kind: 'resume', act: 'clock.resumed' });
    return {};
  },
});
