import type { Contradiction } from '../../core/file/marks.ts';
import type { Deadline, Place } from './types.ts';

export interface TimelineEntry {
  seq: number;
  at: string;
  actor: string | null;
  actorName: string | null;
  unitName: string | null;
  act: string;
  actName: string;
  subject: string | null;
  subjectName: string | null;
  sentence: string;
  changes: { field: string; label: string; before: unknown; after: unknown }[];
  more?: Record<string, unknown>;
  hash: string;
}

export interface Timeline {
  items: TimelineEntry[];
  chain: { ok: boolean; length: number };
}

export interface DiagramPath {
  process: string;
  processName: string;
  version: number;
  definitionKey: string;
  bpmn: string;
  called: boolean;
  itemNo?: number;
  instanceKey: string;
  visits: {
    elementId: string;
    state: 'active' | 'completed' | 'terminated';
    count: number;
    /** How many of these are still there. */
    active: number;
    enteredAt: string | null;
    leftAt: string | null;
  }[];
  flows: { flowId: string; count: number }[];
  incidents: { elementId: string; wrong: string }[];
}

type RefKind = 'item' | 'task' | 'clock' | 'document' | 'evidence' | 'case' | 'trigger' | 'answer';

export interface Predicate {
  id: string;
  name: string;
  value: 'green' | 'red' | 'pending' | 'explained' | 'n/a';
  message: string | null;
  refs: { kind: RefKind; id: string; label: string }[];
  curable: boolean;
  rule: string;
}

export interface Verdict {
  result: 'green' | 'red';
  at: string;
  stored: boolean;
  predicates: Predicate[];
}

export interface ClockRow extends Deadline {
  clockId: string;
  key: string;
  name: string;
  article: string | null;
  /** The article in the words of an official document. */
  basis: string;
  status: string | null;
  elementName: string | null;
  /** What of the case its task is about. */
  about: string | null;
  startedAt: string;
  dueOn: string | null;
  nominalOn: string | null;
  warnAt: string | null;
  provisional: boolean;
  state: 'open' | 'closed' | 'superseded' | 'cancelled';
  stateName: string;
  closedAt: string | null;
  met: boolean | null;
  late: { n: number; unit: string } | null;
  grossDays: number | null;
  netDays: number | null;
  extendedDays: number | null;
  paused: boolean;
  canExtend: boolean;
  events: {
    kind: string;
    kindName: string;
    level: number | null;
    levelName: string | null;
    /** Of a ring: somebody at its desk has taken note of it. */
    acknowledged: boolean | null;
    at: string;
    byName: string | null;
    reason: string | null;
    before: string | { dueAt?: string } | null;
    after: string | { dueAt?: string } | null;
  }[];
}

export interface Evidence {
  evidenceId: string;
  sha256: string;
  name: string;
  takenAt: string | null;
  place: Place | string | null;
  placeReason: string | null;
  /** Who gave the reason later (补正). */
  reasonByName: string | null;
  timeFromName: string | null;
  placeFromName: string | null;
  /** What the form said otherwise. */
  stated: { takenAt?: string; place?: Place } | null;
  contradicts: Contradiction[];
  resembles: { sha256: string; name: string } | null;
  byName: string | null;
  at: string;
  url: string;
  mime: string;
}

export interface EvidenceBook {
  items: { itemId: string; no: number | string; title: string; before: Evidence[]; after: Evidence[] }[];
  other: Evidence[];
}
