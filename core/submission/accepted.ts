import type { CheckResult, CompiledForm } from '../forms/types.ts';

/** Everything a person handed in, as the form check took it. Each part has its keeper in keep.ts. */
export type Parts = Omit<Extract<CheckResult, { ok: true }>, 'ok'>;

/** What keep.ts needs to know beside the parts. */
export interface Handed {
  parts: Parts;
  /** SHA-256 of the content exactly as it was sent: tells a repeat from other content. */
  sentHash: string;
}

const handed = new WeakMap<Accepted, Handed>();

/**
 * A form as somebody handed it in and the check took it: one value that cannot be taken apart. Callers may read what
 * decides the next step (`data`, `engine`); only `keep` can store it, and `keep` stores all of it. Made by `accept`.
 */
export class Accepted {
  readonly form: CompiledForm;

  constructor(form: CompiledForm, content: Handed) {
    this.form = form;
    handed.set(this, content);
  }

  /** The cleaned answers, without vault values. */
  get data(): Readonly<Record<string, unknown>> {
    return open(this).parts.data;
  }

  /** The members that the diagram decides by. */
  get engine(): Readonly<Record<string, unknown>> {
    return open(this).parts.engine;
  }
}

/** The parts, for keep.ts alone (a rule of .dependency-cruiser.json names who may import it). */
export function open(accepted: Accepted): Handed {
  const content = handed.get(accepted);
  if (content === undefined) throw new Error('not accepted by this module');
  return content;
}
