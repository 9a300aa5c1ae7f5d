import { Ajv, type ValidateFunction } from 'ajv';
import { act } from '../core/act.ts';
import { SYSTEM } from '../core/actor.ts';
import type { Trx } from '../core/db.ts';
import type { Variables } from '../core/engine.ts';
import type { Job } from '../core/engine-jobs.ts';
import { now } from '../core/time.ts';
import type { Verb } from './verb.ts';

const ajv = new Ajv({ allErrors: true, strict: false, removeAdditional: false });
const checks = new WeakMap<Verb, ValidateFunction>();

/** The variables of a job lack what its verb reads, or are of another kind: a mistake of the diagram. */
export class WrongInput extends Error {
  constructor(type: string, faults: string) {
    super(`${type}: the variables of this step do not fit: ${faults}`);
  }
}

/**
 * One job inside a transaction: input check, verb, audit rows. Used by the host, by `bihuan try` and by tests. Throws
 * WrongInput, and whatever the verb throws.
 */
export async function perform(trx: Trx, type: string, verb: Verb, job: Job): Promise<Variables> {
  const check = checks.get(verb) ?? ajv.compile(verb.input);
  checks.set(verb, check);
  if (!check(job.variables)) throw new WrongInput(type, ajv.errorsText(check.errors));
  const caseId = String(job.variables.caseId ?? '');
  const acts: {
    act: string;
    subject: string;
    before?: unknown;
    after?: unknown;
    more?: Record<string, unknown>;
  }[] = [];
  const output = await verb.run({
    input: job.variables,
    headers: job.headers,
    job,
    caseId,
    trx,
    at: now(),
    actor: SYSTEM,
    acted: (what, subject, change) => acts.push({ act: what, subject, ...change }),
  });
  if (acts.length === 0) acts.push({ act: 'step.done', subject: type, after: output });
  const chain = String(output.caseId ?? caseId);
  for (const done of acts)
    await act(trx, {
      caseId: chain,
      actor: SYSTEM,
      ...done,
      more: { ...done.more, elementId: job.elementId },
    });
  return output;
}
