import { Ajv, type ValidateFunction } from 'ajv';
import { actRow } from '../core/act.ts';
import { SYSTEM } from '../core/actor.ts';
import { afterCommit, type Trx } from '../core/db.ts';
import type { Variables } from '../core/engine.ts';
import type { Job } from '../core/engine-jobs.ts';
import { now } from '../core/time.ts';
import { INSTANCE, isKnownInstance, knowInstance } from './instance.ts';
import { isLeftOpen, type Verb } from './verb.ts';

const ajv = new Ajv({ allErrors: true, strict: false, removeAdditional: false });
const checks = new WeakMap<Verb, ValidateFunction>();

/** The variables of a job lack what its verb reads, or are of another kind: a mistake of the diagram. */
export class WrongInput extends Error {
  constructor(type: string, faults: string) {
    super(`${type}: the variables of this step do not fit: ${faults}`);
  }
}

/**
 * One job inside a transaction: input check, verb, audit rows; with `brokerEpoch` also the stored output and whose
 * instance it is. Used by the host, by `bihuan try` and by tests. Throws WrongInput, and whatever the verb throws.
 */
export async function perform(
  trx: Trx,
  type: string,
  verb: Verb,
  job: Job,
  brokerEpoch: string | null = null,
): Promise<Variables> {
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
  const chain = String(output.caseId ?? caseId);
  // What works in no case (a scan over all of them) leaves its stored output; acts belong to a case's chain.
  if (chain !== '' && acts.length === 0) acts.push({ act: 'step.done', subject: type, after: output });
  const trail = acts.map((done) =>
    actRow({ caseId: chain, actor: SYSTEM, ...done, more: { ...done.more, elementId: job.elementId } }),
  );
  await record(trx, trail, brokerEpoch === null ? null : { brokerEpoch, type, job, output, caseId: chain });
  return output;
}

interface Effect {
  brokerEpoch: string;
  type: string;
  job: Job;
  output: Variables;
  caseId: string;
}

/** Everything a done job leaves, in one statement: at a full desk each round trip is waited for. */
async function record(trx: Trx, trail: ReturnType<typeof actRow>[], effect: Effect | null): Promise<void> {
  const parts = [];
  if (effect !== null)
    parts.push(`effect as (insert into job_effect (broker_epoch, job_key, type, case_id, output, at)
                           values (:epoch, :job, :type, :case, :output, :at))`);
  const fresh = effect !== null && !isKnownInstance(effect.brokerEpoch, effect.job);
  if (fresh) parts.push(`instance_of_case as (${INSTANCE})`);
  await trx.raw(
    `${parts.length > 0 ? `with ${parts.join(', ')}` : ''}
     select record_act(cast(a->>'case_id' as uuid), a->>'at', a->>'actor', a->>'unit', a->>'act', a->>'subject', a->>'body')
     from jsonb_array_elements(cast(:trail as jsonb)) a`,
    {
      trail: JSON.stringify(trail),
      ...(effect && {
        epoch: effect.brokerEpoch,
        job: effect.job.key,
        type: effect.type,
        case: effect.caseId || null,
        output: JSON.stringify(effect.output),
        at: now(),
        instance: effect.job.instanceKey,
        // A second start of a case is no instance of it: it must not show in the path.
        worksFor: isLeftOpen(effect.output) ? null : effect.caseId || null,
        process: effect.job.process,
        definition: effect.job.definitionKey,
      }),
    },
  );
  if (fresh) afterCommit(trx, () => knowInstance(effect.brokerEpoch, effect.job));
}
