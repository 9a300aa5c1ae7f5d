import { fileURLToPath } from 'node:url';
import {
  credentials,
  loadPackageDefinition,
  type ClientReadableStream,
  type ServiceError,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { Definition, JobOptions, Variables } from './engine.ts';

/** A job as the engine hands it out; keys are strings because they exceed 2^53 beyond partition 3. */
export interface Job {
  key: string;
  type: string;
  instanceKey: string;
  process: string;
  definitionKey: string;
  version: number;
  elementId: string;
  elementInstanceKey: string;
  headers: Record<string, string>;
  variables: Variables;
  retries: number;
}

/** Handlers answer the job through the engine's commands; what they return is only waited for on shutdown. */
export type JobHandler = (job: Job) => Promise<void>;

export interface JobSubscription {
  /** Stop receiving and wait for the handlers under way. */
  close(): Promise<void>;
}

interface RawJob extends Record<string, string | number> {
  customHeaders: string;
  variables: string;
}

const WORKER = 'bihuan';
const PROTO = fileURLToPath(new URL('./gateway.proto', import.meta.url));
const RECONNECT_FIRST_MS = 200;
const RECONNECT_MAX_MS = 5_000;
const SWEEP_JOBS = 200;

/**
 * The side client: one channel, one stream per job type (8.6 ms submit → next task instead of 160 ms by polling,
 * engine.md). A stream carries only what becomes activatable while it is open, so a slow ActivateJobs sweep stands
 * beside it.
 */
export function openJobs(address: string) {
  const definition = loadSync(PROTO, { longs: String, defaults: true, keepCase: true });
  // eslint-free cast: proto-loader builds the client class at run time, its shape is the .proto beside this file.
  const { gateway_protocol } = loadPackageDefinition(definition) as any;
  const client = new gateway_protocol.Gateway(address, credentials.createInsecure(), {
    'grpc.keepalive_time_ms': 30_000,
    'grpc.keepalive_timeout_ms': 10_000,
    'grpc.initial_reconnect_backoff_ms': 200,
    'grpc.max_reconnect_backoff_ms': 3_000,
    'grpc.max_receive_message_length': 16 * 1024 * 1024,
  });

  // Subscriptions nobody closed must not call a channel that is gone.
  let over = false;

  function subscribe(type: string, options: JobOptions, handler: JobHandler): JobSubscription {
    const running = new Set<Promise<void>>();
    let closed = false;
    const off = () => closed || over;
    let pause = RECONNECT_FIRST_MS;
    let stream: ClientReadableStream<RawJob> | undefined;
    let timer: NodeJS.Timeout | undefined;

    const take = (raw: RawJob) => {
      if (off()) return;
      const work = handler(toJob(raw)).catch(() => undefined);
      running.add(work);
      void work.finally(() => running.delete(work));
    };
    const open = () => {
      if (off()) return;
      stream = client.StreamActivatedJobs({
        type,
        worker: WORKER,
        timeout: options.timeout,
      }) as ClientReadableStream<RawJob>;
      stream.on('data', (raw: RawJob) => {
        pause = RECONNECT_FIRST_MS;
        take(raw);
      });
      const again = once(() => {
        if (off()) return;
        timer = setTimeout(open, pause);
        pause = Math.min(pause * 2, RECONNECT_MAX_MS);
      });
      stream.on('error', again);
      stream.on('end', again);
    };
    const sweep = (): Promise<void> =>
      new Promise((resolve) => {
        if (off()) return resolve();
        const call = client.ActivateJobs(
          {
            type,
            worker: WORKER,
            timeout: options.timeout,
            maxJobsToActivate: SWEEP_JOBS,
            requestTimeout: -1,
          },
          { deadline: new Date(Date.now() + 10_000) },
        );
        call.on('data', (batch: { jobs: RawJob[] }) => batch.jobs.forEach(take));
        call.on('error', () => resolve());
        call.on('end', () => resolve());
      });
    let sweeper: NodeJS.Timeout | undefined;
    const sweepOn = async () => {
      await sweep();
      if (!off()) sweeper = setTimeout(() => void sweepOn(), options.sweepEvery * (0.75 + Math.random() / 2));
    };
    open();
    void sweepOn();

    return {
      async close() {
        closed = true;
        clearTimeout(timer);
        clearTimeout(sweeper);
        stream?.cancel();
        await Promise.allSettled([...running]);
      },
    };
  }

  /** zeebe-node's deployResource takes one resource a call; several diagrams must arrive in one deployment. */
  function deploy(resources: { name: string; bpmn: string }[]): Promise<Definition[]> {
    return new Promise((resolve, reject) => {
      client.DeployResource(
        { resources: resources.map(({ name, bpmn }) => ({ name, content: Buffer.from(bpmn) })) },
        { deadline: new Date(Date.now() + 30_000) },
        (error: ServiceError | null, answer: { deployments: { process: RawProcess | null }[] }) =>
          error === null ? resolve(answer.deployments.flatMap(toDefinition)) : reject(error),
      );
    });
  }

  /** New lease of an activated job, in milliseconds from now. */
  function extend(jobKey: string, timeout: number): Promise<void> {
    return new Promise((resolve, reject) => {
      client.UpdateJobTimeout(
        { jobKey, timeout },
        { deadline: new Date(Date.now() + 10_000) },
        (error: ServiceError | null) => (error === null ? resolve() : reject(error)),
      );
    });
  }

  return {
    subscribe,
    deploy,
    extend,
    close(): void {
      over = true;
      client.close();
    },
  };
}

interface RawProcess {
  bpmnProcessId: string;
  version: number;
  processDefinitionKey: string;
  resourceName: string;
}

const toDefinition = ({ process }: { process: RawProcess | null }): Definition[] =>
  process === null
    ? []
    : [
        {
          process: process.bpmnProcessId,
          version: process.version,
          definitionKey: process.processDefinitionKey,
          resourceName: process.resourceName,
        },
      ];

function toJob(raw: RawJob): Job {
  return {
    key: String(raw.key),
    type: String(raw.type),
    instanceKey: String(raw.processInstanceKey),
    process: String(raw.bpmnProcessId),
    definitionKey: String(raw.processDefinitionKey),
    version: Number(raw.processDefinitionVersion),
    elementId: String(raw.elementId),
    elementInstanceKey: String(raw.elementInstanceKey),
    headers: JSON.parse(raw.customHeaders || '{}') as Record<string, string>,
    variables: JSON.parse(raw.variables || '{}') as Variables,
    retries: Number(raw.retries),
  };
}

function once(run: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    run();
  };
}
