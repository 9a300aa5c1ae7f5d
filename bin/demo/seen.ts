/** A task as the case page lists it. */
export interface TaskRow {
  taskId: string;
  process: string;
  elementId: string;
  elementName: string;
  about: string | null;
  state: 'open' | 'closing' | 'done' | 'cancelled';
  openedAt: string;
  dueAt: string | null;
  completedByName: string | null;
  groups: string[];
  groupNames: string[];
}

/** The head of a case and its tasks, as GET /api/cases/{id} tells it to a reader of all cases. */
export interface CaseSeen {
  caseId: string;
  caseNo: string;
  title: string;
  parentCaseId: string | null;
  status: 'opening' | 'open' | 'sealed' | 'cancelled';
  verdict: 'green' | 'red' | null;
  outcome: string | null;
  outcomeReason: string | null;
  level: string | null;
  messages: { elementId: string }[];
  team: { account: string; name: string; role: 'head' | 'member' | 'expert'; state: string }[];
  items: { itemId: string; state: string; rectifyBy: string | null; overdue: boolean; failCount: number }[];
  tasks: TaskRow[];
  pendingTriggers: { triggerId: string; name: string; key: string; reason: string }[];
  links: { caseId: string; caseNo: string; kind: string }[];
  documents: {
    docId: string;
    template: string;
    title: string;
    docNo: string | null;
    state: string;
    version: number;
    serveResult: string | null;
    servedAt: string | null;
  }[];
}

/** One diagram of a case with the way taken, as far as players read it. */
export interface PathSeen {
  bpmn: string;
  visits: { elementId: string; state: string; count: number }[];
  incidents: { elementId: string; message: string }[];
}

/** A time limit as the ledger of a case tells it. */
export interface ClockSeen {
  clockId: string;
  key: string;
  name: string;
  state: string;
  startedAt: string;
  dueAt: string;
  dueOn: string | null;
  closedAt: string | null;
  met: boolean | null;
  extendedDays: number;
  /** It is an appointment: it rings a message when it comes due. */
  rings: boolean;
  events: { kind: string; level: number | null; at: string; byName: string; reason: string | null; before: { dueAt?: string } | null; after: { dueAt?: string } | null }[]; // prettier-ignore
}
