import { ZBClient } from 'zeebe-node';
import { openJobs, type JobHandler, type JobSubscription } from './engine-jobs.ts';

/**
 * The only door to the engine. Commands go through zeebe-node (named by the user, deprecated upstream, hence this
 * seam); jobs come by StreamActivatedJobs through a side client (engine-jobs.ts). Every call has a deadline,
 * because a silent gateway otherwise leaves it pending for minutes (engine.md, house rules).
 */
export interface Engine {
  /** Publish once per (name, key, messageId): `exists` means an earlier try had arrived. `ttl` in milliseconds. */
  publishMessage(message: Message): Promise<'ok' | 'exists'>;
  /** Start at the none start event. A lost reply may mean two instances: `case.open` is the fence. */
  createInstance(process: string, variables: Variables): Promise<{ instanceKey: string }>;
  /** `gone`: the job no longer exists (completed before, or cancelled). */
  completeJob(jobKey: string, variables: Variables): Promise<'ok' | 'gone'>;
  failJob(jobKey: string, retries: number, message: string, backOffMs: number): Promise<'ok' | 'gone'>;
  /** New lease of a job that somebody holds, in milliseconds from now. */
  extendJob(jobKey: string, timeoutMs: number): Promise<'ok' | 'gone'>;
  throwError(jobKey: string, code: string, message: string): Promise<'ok' | 'gone'>;
  cancelInstance(instanceKey: string): Promise<'ok' | 'gone'>;
  /** Set variables where they are defined at or above this scope, else at the top. */
  setVariables(scopeKey: string, variables: Variables): Promise<'ok' | 'gone'>;
  /** New retries for the job (if any), then resolve its incident. */
  retryIncident(incidentKey: string, jobKey: string | null): Promise<'ok' | 'gone'>;
  /** Deploy diagrams together; answers the definition of each. The engine keeps an unchanged one as it is. */
  deploy(resources: { name: string; bpmn: string }[]): Promise<Definition[]>;
  /** Number of partitions that have a leader, and how many there are. */
  topology(): Promise<{ partitions: number; led: number }>;
  /** Resolve when every partition is led; the gateway says READY a moment before it knows. Throws EngineAway after `ms`. */
  whenLed(ms: number): Promise<void>;
  /** Receive jobs of a type until closed. */
  jobs(type: string, options: JobOptions, handler: JobHandler): JobSubscription;
  close(): Promise<void>;
}

export type Variables = Record<string, unknown>;

export interface Message {
  name: string;
  correlationKey: string;
  messageId: string;
  ttl: number;
  variables: Variables;
}

export interface Definition {
  process: string;
  version: number;
  definitionKey: string;
  resourceName: string;
}

export interface JobOptions {
  /** Lease in milliseconds: how long the engine waits before it gives the job to somebody else. */
  timeout: number;
  /** Pause between the sweeps that pick up jobs no stream has carried, in milliseconds. */
  sweepEvery: number;
}

/** The engine is away, overloaded or silent: the same call may succeed later. */
export class EngineAway extends Error {}
/** The engine refuses the command for what it is; repeating cannot help. */
export class EngineRefused extends Error {}

const DEADLINE_MS = 10_000;
/** A deployment compiles every diagram; on a busy machine that takes its time. */
const DEPLOY_DEADLINE_MS = 60_000;
const VARIABLES_MAX_BYTES = 64 * 1024;

/** Connect to the gateway at `host:port`. Never waits: calls fail with EngineAway until the gateway answers. */
export function connectEngine(gatewayAddress: string): Engine {
  const client = new ZBClient(gatewayAddress, {
    retry: false,
    loglevel: 'NONE',
    useTLS: false,
    connectionTolerance: 0,
    eagerConnection: false,
  });
  const jobs = openJobs(gatewayAddress);
  const call = <T>(run: () => Promise<T>) => withDeadline(run);
  const orGone = async (run: () => Promise<unknown>): Promise<'ok' | 'gone'> => {
    try {
      await call(run);
      return 'ok';
    } catch (error) {
      if (codeOf(error) === 5) return 'gone';
      throw error;
    }
  };

  return {
    async publishMessage({ name, correlationKey, messageId, ttl, variables }) {
      try {
        await call(() =>
          client.publishMessage({
            name,
            correlationKey,
            messageId,
            timeToLive: ttl,
            variables: small(variables),
          }),
        );
        return 'ok';
      } catch (error) {
        if (codeOf(error) === 6) return 'exists';
        throw error;
      }
    },
    async createInstance(process, variables) {
      const made = await call(() =>
        client.createProcessInstance({ bpmnProcessId: process, variables: small(variables) as never }),
      );
      return { instanceKey: made.processInstanceKey };
    },
    completeJob: (jobKey, variables) =>
      orGone(() => client.completeJob({ jobKey, variables: small(variables) })),
    failJob: (jobKey, retries, errorMessage, retryBackOff) =>
      orGone(() =>
        client.failJob({ jobKey, retries, errorMessage: errorMessage.slice(0, 2000), retryBackOff }),
      ),
    extendJob: (jobKey, timeoutMs) => orGone(() => jobs.extend(jobKey, timeoutMs)),
    throwError: (jobKey, errorCode, errorMessage) =>
      orGone(() => client.throwError({ jobKey, errorCode, errorMessage, variables: {} })),
    cancelInstance: (instanceKey) => orGone(() => client.cancelProcessInstance(instanceKey)),
    setVariables: (elementInstanceKey, variables) =>
      orGone(() => client.setVariables({ elementInstanceKey, local: false, variables: small(variables) })),
    async retryIncident(incidentKey, jobKey) {
      if (jobKey !== null) await orGone(() => client.updateJobRetries({ jobKey, retries: 3 }));
      return orGone(() => client.resolveIncident({ incidentKey }));
    },
    deploy: (resources) => withDeadline(() => jobs.deploy(resources), DEPLOY_DEADLINE_MS),
    async topology() {
      const seen = await call(() => client.topology());
      const led = new Set<number>();
      for (const broker of seen.brokers)
        for (const partition of broker.partitions)
          if (String(partition.role) === 'LEADER') led.add(partition.partitionId);
      return { partitions: seen.partitionsCount, led: led.size };
    },
    async whenLed(ms) {
      for (const end = performance.now() + ms; ;) {
        const seen = await this.topology().catch(() => undefined);
        if (seen !== undefined && seen.partitions > 0 && seen.led === seen.partitions) return;
        if (performance.now() > end) throw new EngineAway('no leader for every partition');
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    jobs: (type, options, handler) => jobs.subscribe(type, options, handler),
    async close() {
      jobs.close();
      await client.close();
    },
  };
}

/** gRPC status code of an error of either client, or undefined. */
export const codeOf = (error: unknown): number | undefined => (error as { code?: number } | null)?.code;

async function withDeadline<T>(run: () => Promise<T>, ms = DEADLINE_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new EngineAway(`no answer within ${ms} ms`)), ms);
  });
  try {
    const pending = run();
    pending.catch(() => undefined); // an answer after the deadline is nobody's rejection
    return await Promise.race([pending, deadline]);
  } catch (error) {
    throw named(error);
  } finally {
    clearTimeout(timer);
  }
}

// 5 and 6 are answers, 3 / 9 / 12 say that this very command is wrong; everything else may pass with time.
function named(error: unknown): unknown {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof EngineAway || code === 5 || code === 6) return error;
  if (error instanceof EngineRefused || code === 3 || code === 9 || code === 12)
    return new EngineRefused(message);
  return new EngineAway(message);
}

// Over ~2 MB the broker answers UNKNOWN without a word and retrying never helps; far below that it is already a
// mistake: variables carry ids and decisions only.
function small(variables: Variables): Variables {
  const bytes = Buffer.byteLength(JSON.stringify(variables));
  if (bytes > VARIABLES_MAX_BYTES)
    throw new EngineRefused(`variables of ${bytes} bytes are too large for the engine`);
  return variables;
}
