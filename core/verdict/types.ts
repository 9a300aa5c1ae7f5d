import type { CaseFacts } from './facts.ts';

export type PredicateValue = 'green' | 'red' | 'pending' | 'explained' | 'n/a';

/** A row that made a predicate what it is; `label` names it for people. */
export interface Ref {
  kind: 'item' | 'task' | 'clock' | 'document' | 'evidence' | 'case' | 'trigger' | 'answer';
  id: string;
  label: string;
}

/** One predicate as judged, as stored in `verdict.predicates` and shown by `/cases/{id}/verdict`. */
export interface Predicate {
  id: string;
  name: string;
  value: PredicateValue;
  /** Chinese; when red it names exactly what is missing. */
  message: string;
  refs: Ref[];
  /** false: a past fact that nothing can undo, only explain. */
  curable: boolean;
  /** The rule in one Chinese sentence. */
  rule: string;
}

/** Is the loop closed? Green only when no predicate is red. */
export interface Verdict {
  result: 'green' | 'red';
  /** ISO instant, UTC. */
  at: string;
  predicates: Predicate[];
}

/** One thing that is wrong. */
export interface Fault {
  message: string;
  /** Historic predicates: the bare fact, for the message once it is explained; absent: `message`. */
  fact?: string;
  refs: Ref[];
  /** Historic predicates: who did it; none of them may explain it or approve the explanation. */
  concerned?: string[];
  /** Historic predicates: since when it is a fact; an older explanation does not speak of it. */
  at?: Date;
}

/**
 * What a check found: not applicable (why), waiting for a later event (for what), its faults, none being green, or faults
 * that whoever made them explained on the spot.
 */
export type Finding =
  | { value: 'n/a'; message: string }
  | { value: 'pending' | 'explained'; message: string; refs: Ref[] }
  | { value: 'green'; message: string }
  | { value: 'red'; faults: Fault[] };

/**
 * A predicate of the closed loop (domain README §5): one function over the facts of a case. A process adds its own by
 * a file that exports checks and a line in index.ts.
 */
export interface Check {
  id: string;
  name: string;
  rule: string;
  /** Processes whose cases it judges; absent: every process. */
  processes?: readonly string[];
  /** Set on historic predicates: the group whose member must approve the explanation. */
  explainedBy?: 'lead' | 'gov';
  judge(facts: CaseFacts): Finding;
}

/** Green with its message when there is no fault, else red. */
export const judged = (faults: Fault[], green: string): Finding =>
  faults.length === 0 ? { value: 'green', message: green } : { value: 'red', faults };

export const notApplicable = (message: string): Finding => ({ value: 'n/a', message });
