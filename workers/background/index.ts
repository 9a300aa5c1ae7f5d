import type { Installation } from '../../core/config.ts';
import { followClock } from '../../core/installation.ts';
import { discover } from '../discover.ts';
import { handlerOf, type Host } from '../host.ts';
import { startCanary } from './canary.ts';
import { startClockBell } from './clock-bell.ts';
import { hotlineCarrier } from './hotline.ts';
import { startDraftSweep } from './draft-sweep.ts';
import { startOutbox } from './outbox.ts';
import { startProjector } from './projector.ts';
import { startReconciler } from './reconciler.ts';
import { startUserTaskIntake } from './user-task.ts';

/** Lease of a service job: longer than any verb, shorter than anybody's patience after a crash. */
const LEASE_MS = 45_000;
const SWEEP_MS = 10_000;
const FOLLOW_CLOCK_MS = 2_000;

export interface Workers {
  /** New records have arrived: project them now. */
  recordsArrived(): void;
  /** Let running jobs end, flush what was sent, stop. */
  close(): Promise<void>;
}

/** Everything that runs without a person: one handler per verb, and the background services. */
export async function startWorkers(host: Host, installation: Installation): Promise<Workers> {
  const verbs = await discover();
  const outbox = startOutbox(host, hotlineCarrier(host, installation));
  const projector = startProjector(host);
  const bell = startClockBell(host);
  const reconciler = startReconciler(host);
  const sweep = startDraftSweep(host);
  const intake = startUserTaskIntake(host);
  const jobs = [...verbs].map(([type, verb]) =>
    host.engine.jobs(type, { timeout: LEASE_MS, sweepEvery: SWEEP_MS }, handlerOf(host, type, verb)),
  );
  const canary = await startCanary(host);
  const follower = setInterval(() => void followClock(host.db).catch(() => undefined), FOLLOW_CLOCK_MS);
  return {
    recordsArrived: projector.wake,
    async close() {
      clearInterval(follower);
      await Promise.all([canary.close(), intake.close(), ...jobs.map((job) => job.close())]);
      await Promise.all([bell.close(), reconciler.close(), sweep.close()]);
      await outbox.close();
      await projector.close();
    },
  };
}
