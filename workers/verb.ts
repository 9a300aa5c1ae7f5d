import type { Static, TObject } from '@sinclair/typebox';
import type { Actor } from '../core/actor.ts';
import type { Trx } from '../core/db.ts';
import type { Job } from '../core/engine-jobs.ts';

/** What a verb is given: the checked input, the headers of its step, and the one transaction everything happens in. */
export interface VerbContext<Input> {
  input: Input;
  headers: Record<string, string>;
  job: Job;
  /** The case the job belongs to (variable `caseId`); for `case.open` of a called process a fresh one. */
  caseId: string;
  trx: Trx;
  /** The instant of this run, from core/time.ts. */
  at: Date;
  /** The actor of the audit rows a verb writes: the product itself. */
  actor: Actor;
  /**
   * What was done, for the audit row that the host writes in this transaction; `more.told` is the Chinese sentence by which
   * the timeline tells it. A verb that changes nothing may leave it out; then the host writes `step.done` with the output.
   */
  acted(
    act: string,
    subject: string,
    change: { before?: unknown; after?: unknown; more?: Record<string, unknown> },
  ): void;
}

/**
 * A verb: what one service step does. Its file's path spells its job type (workers/hazard/route.ts serves
 * `hazard.route`). Returns the variables for the engine (ids, codes, dates, groups: never bodies). To throw means
 * "not done": AppError or VerbRefused for what an operator must look at, anything else is retried with back-off.
 */
export interface Verb<Schema extends TObject = TObject> {
  /** Chinese name of the step, for templates, the timeline and the operator's page. */
  name: string;
  /** Shape of the variables it reads; others are ignored. `caseId` is always there. */
  input: Schema;
  run(context: VerbContext<Static<Schema>>): Promise<Record<string, unknown>>;
}

/** Declares a verb; exists for type inference only. */
export const verb = <Schema extends TObject>(definition: Verb<Schema>): Verb<Schema> => definition;

/**
 * Answer of a verb whose job must never be completed, because its instance is about to be cancelled (a second start
 * of one case): completing it would let the instance run on for a moment.
 */
export const LEFT_OPEN = Object.freeze({ '': 'left-open' });

/** Whether an answer, fresh or stored, is `LEFT_OPEN`. */
export const isLeftOpen = (output: Record<string, unknown>): boolean => output[''] === LEFT_OPEN[''];

/** The diagram must decide: becomes a BPMN error with this code, caught by an error boundary. */
export class BpmnError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
