import type { Calendar } from '../calendar.ts';
import type { ClockRow } from '../clocks.ts';
import type { Definition } from '../definitions.ts';
import type { Law } from '../law.ts';
import type { TaskRow } from '../tasks.ts';
import type { PatrolFacts } from './patrol.ts';
import type { Ref } from './types.ts';

export interface CaseRow {
  case_id: string;
  case_no: string;
  process: string;
  title: string;
  status: 'opening' | 'open' | 'sealed' | 'cancelled';
  source: string | null;
  entry: string | null;
  anonymous: boolean;
  level: string | null;
  outcome: string | null;
  outcome_reason: string | null;
  parent_case_id: string | null;
  source_case_id: string | null;
  facts: Record<string, unknown>;
}

export interface ItemRow {
  item_id: string;
  no: number;
  kind: string;
  title: string;
  state: 'open' | 'struck-off' | 'merged' | 'transferred' | 'unfounded' | 'refused' | 'returned';
  merged_into: string | null;
  /** true if `merged_into` names an item that exists. */
  merged_into_known: boolean;
  overdue_at: Date | null;
}

export interface SubmissionRow {
  submission_id: string;
  task_id: string | null;
  case_id: string;
  item_id: string | null;
  element_id: string;
  form_id: string;
  data: Record<string, unknown>;
  by: string;
  at: Date;
}

export interface EvidenceRow {
  evidence_id: string;
  item_id: string | null;
  task_id: string | null;
  phase: 'before' | 'after' | 'other';
  sha256: string;
  name: string;
  taken_at: Date | null;
  place: unknown;
  place_reason: string | null;
  /** What cannot both be true of it (core/file/marks.ts). */
  contradicts: string[];
  /** A picture before that this picture after is much like. */
  resembles: { name: string } | null;
  by: string;
}

export interface ClockEventRow {
  clock_id: string;
  kind: string;
  level: number | null;
  at: Date;
}

export interface ExtensionRow {
  clock_id: string;
  state: 'requested' | 'granted' | 'refused';
  requested_by: string;
  requested_at: Date;
  due_before: Date;
}

/** A unit a notice went to, by the item it answers for. */
export interface NoticeUnitRow {
  item_id: string;
  unit_name: string;
  role: 'lead' | 'helper';
}

export interface DocumentRow {
  doc_id: string;
  item_id: string | null;
  task_id: string | null;
  element_id: string;
  template: string;
  title: string;
  way: 'serve' | 'form' | 'upload';
  state: 'draft' | 'signed' | 'numbered' | 'sent' | 'served';
  doc_no: string | null;
  recipient: unknown;
  sha256: string | null;
  pages: number | null;
}

export interface ReceiptRow {
  receipt_id: string;
  doc_id: string;
  serve_result: string;
  served_at: Date | null;
  detail: Record<string, unknown>;
}

export interface AnswerRow {
  answer_id: string;
  kind: 'reporter' | 'upward' | 'push-back' | 'callback';
  way: string;
  at: Date;
  content: string;
  unreachable: boolean;
  tries: number | null;
  acknowledged_at: Date | null;
  by: string;
}

export interface ExplanationRow {
  explanation_id: string;
  predicate: string;
  text: string;
  by: string;
  approved_by: string;
  at: Date;
  /** Groups of `approved_by` at that time. */
  approver_groups: string[];
}

export interface LinkedCaseRow {
  case_id: string;
  case_no: string;
  process: string;
  status: string;
  outcome: string | null;
  /** parent: called by this case; source: started by a message of it; link: entered in case_link. */
  how: 'parent' | 'source' | 'link';
  /** A receiving unit has signed for it. */
  received: boolean;
}

/** An element the engine has gone through (or is at), with the version of the diagram it belongs to. */
export interface Passed {
  process: string;
  definitionKey: string;
  elementId: string;
}

/** What triggered a talk (talk_trigger), with the other talk that was opened about the same while this one was open. */
export interface TalkTriggerRow {
  trigger_id: string;
  rule: string;
  causes: string[];
  fact: string;
  source_case_id: string | null;
  at: Date;
  /** 案号 of a talk that deals with the same unit, rule and cause, opened before this one was closed and not merged. */
  rival: string | null;
}

/** Everything the predicates judge, read once; rows as in the tables of migrations/003_cases.ts. */
export interface CaseFacts {
  at: Date;
  case: CaseRow;
  items: ItemRow[];
  /** Units of a notice (抄告), the lead first; empty in other processes. */
  noticeUnits: NoticeUnitRow[];
  tasks: TaskRow[];
  /** Of this case, by time. */
  submissions: SubmissionRow[];
  /** Of the cases this one called (挂牌督办 is a case of its own). */
  childSubmissions: SubmissionRow[];
  evidence: EvidenceRow[];
  clocks: ClockRow[];
  clockEvents: ClockEventRow[];
  extensions: ExtensionRow[];
  documents: DocumentRow[];
  receipts: ReceiptRow[];
  answers: AnswerRow[];
  explanations: ExplanationRow[];
  lessons: number;
  /** Empty for cases that are no talk. */
  talkTriggers: TalkTriggerRow[];
  triggers: { trigger_id: string; name: string; replayed_at: Date | null }[];
  linked: LinkedCaseRow[];
  passed: Passed[];
  definitions: Map<string, Definition>;
  /** Account → Chinese name. */
  names: Map<string, string>;
  /** Rows in which a value of the reporter vault stands; null if the vault of this case is empty. */
  leaks: { ref: Ref; by: string | null }[] | null;
  /** Of a patrol only. */
  patrol: PatrolFacts | null;
  law: Law;
  calendar: Calendar;
}
