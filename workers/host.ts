import type { Logger } from 'pino';
import { isDatabaseAway } from '../core/database-away.ts';
import { asSystem, one, type Db } from '../core/db.ts';
import { EngineAway, EngineRefused, type Engine, type Variables } from '../core/engine.ts';
import type { Job } from '../core/engine-jobs.ts';
import { AppError } from '../core/errors.ts';
import { failPoint } from '../core/fail-point.ts';
import { perform, WrongInput } from './perform.ts';
import { BpmnError, isLeftOpen, type Verb } from './verb.ts';

/** Pause before the next try when only Postgres or the engine was away. */
const PASSING_MS = 2_000;

export interface Host {
  db: Db;
  engine: Engine;
  log: Logger;
  brokerEpoch: string;
}

/**
 * Make the handler of a job type: input check → one transaction { verb, audit row, stored output } → commit →
 * complete. Delivered again after a crash, the stored output answers and nothing is done twice. Three kinds of
 * failure: the process's (BpmnError → boundary event), the operator's for good (AppError, EngineRefused, wrong
 * input → incident at once), the operator's for now (anything else → back-off, then incident).
 */
export function handlerOf(host: Host, type: string, verb: Verb): (job: Job) => Promise<void> {
  return async (job) => {
    try {
      failPoint('job.received');
      const output = await effectOnce(host, type, verb, job);
      failPoint('job.committed');
      if (isLeftOpen(output)) return;
      await host.engine.completeJob(job.key, output);
      failPoint('job.completed');
    } catch (error) {
      await giveBack(host, type, job, error);
    }
  };
}

async function effectOnce(host: Host, type: string, verb: Verb, job: Job): Promise<Variables> {
  try {
    return await asSystem(host.db, async (trx) => {
      const output = await perform(trx, type, verb, job, host.brokerEpoch);
      failPoint('job.effect');
      return output;
    });
  } catch (error) {
    // A job handed out again fails at the latest at its own effect row and leaves nothing: looking only now spares
    // every first delivery a question to the database.
    const done = await storedOutput(host.db, host.brokerEpoch, job.key).catch(() => undefined);
    if (done !== undefined) return done;
    throw error;
  }
}

async function storedOutput(db: Db, epoch: string, jobKey: string): Promise<Variables | undefined> {
  const row = await asSystem(db, (trx) =>
    one<{ output: Variables }>(trx, 'select output from job_effect where broker_epoch = ? and job_key = ?', [
      epoch,
      jobKey,
    ]),
  );
  return row?.output;
}

async function giveBack(host: Host, type: string, job: Job, error: unknown): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  try {
    if (error instanceof BpmnError) return void (await host.engine.throwError(job.key, error.code, message));
    const forGood =
      error instanceof AppError || error instanceof EngineRefused || error instanceof WrongInput;
    // Postgres or the engine being away for a moment is nobody's fault and must not use up the tries.
    const passing = isDatabaseAway(error) || error instanceof EngineAway;
    const retries = forGood ? 0 : passing ? job.retries : Math.max(0, job.retries - 1);
    const backOff = passing ? PASSING_MS : 1_000 * 4 ** Math.max(0, 3 - job.retries);
    host.log.warn({ type, jobKey: job.key, retries, err: error }, 'step not done');
    await host.engine.failJob(job.key, retries, message, retries > 0 ? backOff : 0);
  } catch (lost) {
    // The engine is away: the lease runs out by itself and the job comes again.
    host.log.warn({ type, jobKey: job.key, err: lost }, 'could not give the job back');
  }
}
