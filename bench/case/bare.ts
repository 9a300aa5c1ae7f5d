import { connectEngine, EngineAway, type Engine } from '../../core/engine.ts';
import { startProduct } from '../../runtime/product.ts';
import { diagram, USER_TASKS, type Shape } from './diagrams.ts';

const USER_TASK = 'io.camunda.zeebe:userTask';

export interface Rate {
  casesPerSecond: number;
  /** Milliseconds from a completed user task to the job of the next. */
  nextMs: number[];
}

/**
 * The yardstick: the same diagrams on a bare broker, service tasks done by no-op workers, user tasks completed by K
 * loops the moment their job arrives. No database, no form, no exporter.
 */
export async function bareRates(
  shape: Shape,
  clerks: number[],
  seconds: number,
  warmUpSeconds: number,
): Promise<Map<number, Rate>> {
  const product = await startProduct({ exporter: false });
  const engine = connectEngine(product.gatewayAddress);
  try {
    await engine.whenLed(60_000);
    await engine.deploy([{ name: `${shape}.bpmn`, bpmn: diagram(shape) }]);
    await loop(engine, shape, Math.max(...clerks), warmUpSeconds);
    const rates = new Map<number, Rate>();
    for (const k of clerks) rates.set(k, await loop(engine, shape, k, seconds));
    return rates;
  } finally {
    await engine.close();
    await product.stop();
  }
}

async function loop(engine: Engine, shape: Shape, k: number, seconds: number): Promise<Rate> {
  const arrived = new Map<string, (jobKey: string) => void>();
  const early = new Map<string, string>();
  const lease = { timeout: 60_000, sweepEvery: 5_000 };
  const noop = ['case.open', 'bench.step'].map((type) =>
    engine.jobs(type, lease, async (job) => void (await persistently(() => engine.completeJob(job.key, {})))),
  );
  const users = engine.jobs(USER_TASK, lease, async (job) => {
    const id = `${String(job.variables.caseId)}:${job.elementId}`;
    const waiting = arrived.get(id);
    if (waiting) waiting(job.key);
    else early.set(id, job.key);
  });
  const jobOf = (caseId: string, element: string): Promise<string> => {
    const id = `${caseId}:${element}`;
    const there = early.get(id);
    if (there !== undefined) {
      early.delete(id);
      return Promise.resolve(there);
    }
    return new Promise((resolve) =>
      arrived.set(id, (key) => {
        arrived.delete(id);
        resolve(key);
      }),
    );
  };
  const steps = ['first', 'second'].slice(0, USER_TASKS[shape]);
  const nextMs: number[] = [];
  let done = 0;
  const warm = performance.now() + 3_000;
  const end = warm + seconds * 1_000;
  const clerk = async () => {
    while (performance.now() < end) {
      const caseId = crypto.randomUUID();
      await persistently(() => engine.createInstance(shape, { caseId, openerGroup: 'bench' }));
      let submitted = 0;
      for (const step of steps) {
        const key = await jobOf(caseId, step);
        if (submitted > 0 && performance.now() > warm) nextMs.push(performance.now() - submitted);
        submitted = performance.now();
        await persistently(() => engine.completeJob(key, { [step]: { decision: 'agree' } }));
      }
      if (performance.now() > warm && performance.now() < end) done += 1;
    }
  };
  await Promise.all(Array.from({ length: k }, clerk));
  await Promise.all([users.close(), ...noop.map((job) => job.close())]);
  return { casesPerSecond: done / seconds, nextMs };
}

/** The broker refuses what it cannot take in at once; everybody who uses it asks again. */
async function persistently(command: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      return void (await command());
    } catch (error) {
      if (!(error instanceof EngineAway)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}
