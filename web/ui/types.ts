/** Shapes of the HTTP API as the pages use them. Instants are ISO strings with Z, days are YYYY-MM-DD. */
export type Light = 'green' | 'yellow' | 'red' | null;
export type FormData = Record<string, unknown>;

export interface Capped {
  count: number;
  capped: boolean;
}

export interface Page<T> {
  items: T[];
  next: string | null;
  total?: Capped;
}

export interface Me {
  account: string;
  name: string;
  post: string | null;
  unitId: string;
  unitName: string;
  groups: string[];
  can: {
    createCases: string[];
    operate: boolean;
    readAll: boolean;
    moveClock: boolean;
    upload: boolean;
    work: boolean;
    registers: boolean;
    talkRules: boolean;
    keepReporters: boolean;
  };
  mode: 'demo' | 'test' | 'production';
  now: string;
}

export interface DemoAccount {
  account: string;
  name: string;
  post: string | null;
  unitName: string;
  roles: string[];
}

export interface Deadline {
  dueAt: string | null;
  light: Light;
  lightText: string | null;
}

export interface CaseRow extends Deadline {
  caseId: string;
  caseNo: string;
  process: string;
  processName: string;
  title: string;
  status: 'opening' | 'open' | 'sealed' | 'cancelled';
  statusName: string;
  level: string | null;
  levelName: string | null;
  source: string | null;
  unitName: string | null;
  ownerName: string | null;
  openedAt: string;
  openedByName: string | null;
  sealedAt: string | null;
  verdict: null | 'green' | 'red';
  waitingFor: string[];
}

export interface TaskRow extends Deadline {
  taskId: string;
  caseId: string;
  caseNo: string;
  caseTitle: string;
  process: string;
  processName: string;
  elementId: string;
  elementName: string;
  /** What of the case it is about: its paper, its item or its unit. */
  about: string | null;
  formId: string;
  state: 'open' | 'closing' | 'done' | 'cancelled';
  stateName: string;
  assignee: string | null;
  assigneeName: string | null;
  mine: boolean;
  groupNames: string[];
  openedAt: string;
  closedAt: string | null;
  completedByName: string | null;
  warnAt: string | null;
  provisional: boolean;
}

export interface Fact {
  label: string;
  value: string | null;
}

/** A draft on the server, as its author sees it. */
export interface StoredDraft {
  data: FormData;
  savedAt: string;
  version: number;
  /** Files that were still waiting in the browser it was saved from. */
  waiting: number;
  device: string;
}

export interface TaskDetail extends TaskRow {
  form: { schema: FormSchema };
  data: FormData;
  version: number;
  case: CaseRow;
  facts: Fact[];
  /** The latest acts of the case, and how many there are before them; null for who sees no more than the task. */
  record: {
    items: { at: string; actorName: string | null; elementName: string | null; sentence: string }[];
    earlier: number;
  } | null;
  clock: null | {
    clockId: string;
    key: string;
    name: string;
    article: string | null;
    /** The article in the words of an official document. */
    basis: string;
    dueAt: string | null;
    dueOn: string | null;
    provisional: boolean;
    netDays: number | null;
    lightText: string | null;
    canExtend: boolean;
  };
  /** The paper that is handed over by the task. */
  paper: { title: string; docNo: string | null; pdfUrl: string } | null;
  separateFrom: { elementName: string; performerName: string | null }[];
  blocked: null | { rule: string; title: string };
  draftAt: string | null;
  /** My own draft, also of a task that is over. */
  draft: StoredDraft | null;
  /** Drafts of those who gave the task back. */
  left: { account: string; name: string; savedAt: string; files: number; waiting: number }[];
  claimable: boolean;
  /** In this step the reporter is called: who holds it may read how. */
  callsReporter: boolean;
  submission: null | { data: FormData; by: string; at: string };
}

export interface FormSchema {
  type: string;
  id?: string;
  components: FormComponentSchema[];
  [key: string]: unknown;
}

export interface FormComponentSchema {
  type: string;
  id?: string;
  key?: string;
  path?: string;
  label?: string;
  components?: FormComponentSchema[];
  validate?: Record<string, unknown>;
  [key: string]: unknown;
}

export interface CaseDocument {
  docId: string;
  title: string;
  template: string;
  docNo: string | null;
  state: string;
  stateName: string;
  version: number;
  pages: number | null;
  signedByName: string | null;
  signedAt: string | null;
  recipientName: string | null;
  servedAt: string | null;
  serveResult: string | null;
  pdfUrl: string | null;
}

export interface CaseItem {
  itemId: string;
  no: number | string;
  title: string;
  demand: string | null;
  state: string;
  stateName: string;
  responsibleName: string | null;
  rectifyBy: string | null;
  overdue: boolean;
  failCount: number;
  /** I may merge it or hand it over now. */
  canMove: boolean;
  /** Its merging or handing over was asked for and is under way. */
  moveAsked: boolean;
}

/** An overdue clock and the desks it climbed to. */
export interface Escalation {
  clockId: string;
  name: string;
  /** What of the case its task is about. */
  about: string | null;
  dueAt: string;
  closedAt: string | null;
  /** A level addressed to me waits for my 签阅. */
  mayAcknowledge: boolean;
  levels: {
    level: number;
    name: string;
    to: string[];
    rangAt: string;
    acknowledgedByName: string | null;
    acknowledgedAt: string | null;
    comment: string | null;
  }[];
}

export interface CaseDetail extends CaseRow {
  facts: Fact[];
  scope: 'full' | 'task';
  outcome: string | null;
  outcomeName: string | null;
  outcomeReason: string | null;
  engineAway: boolean;
  items: CaseItem[];
  tasks: TaskRow[];
  /** Limits without a task that my unit has to keep. */
  limits: (Deadline & { clockId: string; name: string; provisional: boolean; canExtend: boolean })[];
  escalations: Escalation[];
  team: { account: string; name: string; roleName: string; state: string; stateName: string }[];
  /** What this person may send to the case now. */
  messages: { elementId: string; name: string }[];
  pendingTriggers: {
    triggerId: string;
    name: string;
    nameZh: string;
    key: string;
    createdAt: string;
    reason: string | null;
  }[];
  links: { caseId: string; caseNo: string; kind: string; kindZh: string }[];
  documents: CaseDocument[];
  /** Of who reported it himself: what he sent, and the answers. */
  report: {
    at: string;
    rows: { label: string; value: string; pictures: string[] }[];
    answers: { at: string; way: string; content: string }[];
  } | null;
  canRevealReporter: boolean;
  canExport: boolean;
}

export interface Place {
  lat?: number | null;
  lng?: number | null;
  address?: string | null;
}

export interface StoredFile {
  sha256: string;
  name: string;
  mime: string;
  size: number;
  takenAt: string | null;
  timeFrom: 'camera' | 'device' | 'received' | null;
  place: Place | null;
  placeFrom: 'camera' | 'device' | null;
  /** What of camera and device was not believed, in sentences. */
  notes: string[];
}
