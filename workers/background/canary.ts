import { readFileSync } from 'node:fs';
import { canary } from '../../core/canary.ts';
import { now } from '../../core/time.ts';
import type { Host } from '../host.ts';

const EVERY_MS = 30_000;
const LATE_MS = 10_000;
const JOB = 'bihuan.canary';
const DIAGRAM = new URL('./canary.bpmn', import.meta.url);

/**
 * The canary case: every half minute one tiny instance must run through. The broker's own health says UP while a
 * partition hangs on a poison expression; this one then does not come back.
 */
export async function startCanary(host: Host): Promise<{ close(): Promise<void> }> {
  let deployed = false;
  const flying = new Map<string, number>();
  const jobs = host.engine.jobs(JOB, { timeout: 30_000, sweepEvery: 20_000 }, async (job) => {
    await host.engine.completeJob(job.key, {});
    const started = flying.get(String(job.variables.id));
    if (started === undefined) return;
    flying.delete(String(job.variables.id));
    canary.note(true, now(), Math.round(performance.now() - started));
  });
  const send = async () => {
    for (const [id, started] of flying)
      if (performance.now() - started > LATE_MS) {
        flying.delete(id);
        canary.note(false, now(), null);
      }
    try {
      // An engine that answers late at the start must not keep the workers from starting.
      if (!deployed)
        await host.engine.deploy([{ name: 'bihuan-canary.bpmn', bpmn: readFileSync(DIAGRAM, 'utf8') }]);
      deployed = true;
    } catch {
      return canary.note(false, now(), null);
    }
    const id = crypto.randomUUID();
    flying.set(id, performance.now());
    await host.engine.createInstance('bihuan-canary', { id }).catch(() => {
      flying.delete(id);
      canary.note(false, now(), null);
    });
  };
  await send();
  const timer = setInterval(() => void send(), EVERY_MS);
  return {
    async close() {
      clearInterval(timer);
      await jobs.close();
    },
  };
}
