import type { Actor } from './actor.ts';
import { forbidden } from './errors.ts';

const has = (actor: Pick<Actor, 'groups'>, ...groups: string[]): boolean =>
  groups.some((group) => actor.groups.includes(group));

/** Groups of the bureau's own staff and those who oversee it. */
const DESKS = [
  'awb',
  'duty',
  'lead',
  'gov',
  'enf',
  'legal',
  'finance',
  'clerk',
  'callback',
  'disaster',
  'auditor',
];
const BUREAU = [...DESKS, 'process-admin', 'process-reviewer'];
/** The three administrators of an installation, who work on no case. */
export const ADMINISTRATORS: readonly string[] = ['sysadmin', 'secadmin', 'auditadmin'];

/** Who may do what, a line each. Everything not named here is denied. */
const POLICIES = {
  /** 督查/审计 read all closed loops; 局领导 answer for all of them (domain README §2). */
  'cases.read-all': (actor: Actor) => has(actor, 'auditor', 'lead'),
  /** The sealed file leaves the house through auditors, leaders and the group that owns the case. */
  'case.export': (actor: Actor, subject: CaseSubject) =>
    has(actor, 'auditor', 'lead') || has(actor, subject.ownerGroup),
  /** The whole case page: not for firms, who see the head of the case and their own tasks. */
  'case.read-full': (actor: Actor, subject: CaseSubject) => actor.readsAll || subject.scope === 'full',
  /** Who reports from outside, not as staff: opening a case he counts as its reporter (core/reporter.ts). */
  'case.open-as-reporter': (actor: Actor) => isOutsider(actor),
  /** Reporter's identity: only the 举报信息保密员, each look with a reason. */
  'reporter.reveal': (actor: Actor) => has(actor, 'vault'),
  /** Who must call the reporter may read how, in that step only: open, and claimed by him. */
  'reporter.call': (actor: Actor, task: CallingTask) =>
    REPORTER_FORMS.includes(task.form_id) &&
    task.state === 'open' &&
    task.assignee === actor.account &&
    has(actor, ...task.groups),
  /** A task is done by a member of one of its groups. */
  'task.perform': (actor: Actor, task: { groups: string[] }) => has(actor, ...task.groups),
  /** A longer time is asked for by whoever holds the task that the clock belongs to. */
  'clock.extend': (actor: Actor, task: { groups: string[] }) => has(actor, ...task.groups),
  /** An overdue clock is acknowledged at the desk it climbed to, by nobody else (legal-rules.md §6). */
  'clock.acknowledge': (actor: Actor, ring: { groups: string[] }) => has(actor, ...ring.groups),
  /** Has an inbox: everybody but the administrators and those who only read (domain README §2). */
  'cases.work': (actor: Actor) => !has(actor, ...ADMINISTRATORS, 'auditor'),
  /** An item is merged or handed over by the group that owns its case. */
  'item.move': (actor: Actor, subject: { ownerGroup: string }) => has(actor, subject.ownerGroup),
  /** A message to a running case: the groups its diagram names, `object` being the unit or firm it is about. */
  'message.send': (actor: Actor, subject: { sentBy: string[]; object: string | null }) =>
    subject.sentBy.some((group) => has(actor, group === 'object' ? (subject.object ?? '') : group)),
  /** The rules that trigger a talk, with their numbers: no business data. */
  'talk.rules': (actor: Actor) => has(actor, 'awb', 'lead', 'auditor', 'sysadmin'),
  /** Apply them now instead of at the daily scan. */
  'talk.scan': (actor: Actor) => has(actor, 'awb', 'sysadmin'),
  /** 台账: the bureau's staff, leaders and auditors; 考核 also units, each its own rows (row-level security). */
  'register.read': (actor: Actor, { register }: { register: string }) =>
    has(actor, ...BUREAU) ||
    (register === 'units' && has(actor, 'secadmin')) ||
    (register === 'scores' && ofUnit(actor)),
  /** 台账 are kept by 安委办; what verbs write (考核) and what is published (检查表) nobody edits. */
  'register.edit': (actor: Actor, { register }: { register: string }) =>
    has(actor, 'awb') && ['measures', 'duties', 'experts'].includes(register),
  /** A new version of the patrol checklist, made from the registers. */
  'checklist.publish': (actor: Actor) => has(actor, 'awb'),
  /** 机构变动: whose work goes to whom is decided where groups are granted. */
  'unit.reorganise': (actor: Actor) => has(actor, 'secadmin'),
  /** Running the installation: no business data. */
  'operator.read': (actor: Actor) => has(actor, 'sysadmin'),
  'operator.repair': (actor: Actor) => has(actor, 'sysadmin'),
  /** Moving the clock of a demo; on a production installation the route does not exist. */
  'clock.move': (actor: Actor) => has(actor, 'sysadmin'),
  /** Sample cases are played by whoever is logged in; where it is no demo the routes do not exist. */
  'sample.play': () => true,
  /** 审计员 of the three administrators reads the security log. */
  'security-log.read': (actor: Actor) => has(actor, 'auditadmin'),
  /** New cases: the groups that the process names as starters. */
  'case.create': (actor: Actor, process: { startGroups: string[] }) =>
    process.startGroups.some((group) => matches(actor, group)),
  /** Pickers offer the whole register to desks that fill in forms about others, and to who reads those (web/lookups). */
  'lookup.all': (actor: Actor) => atDesk(actor),
  /** Whoever has no desk but was given a task, as a member of a team: while he has one (core/offered.ts). */
  'lookup.for-task': (actor: Actor) => !isOutsider(actor) && !has(actor, ...ADMINISTRATORS),
  /** Volunteers and visitors name a firm in what they report: they are helped with its name. */
  'lookup.firm-names': (actor: Actor) => has(actor, 'volunteer', 'visitor'),
  /** Work of a unit is mended and handed over by administrators, who need no names of people for it. */
  'lookup.units': (actor: Actor) => atDesk(actor) || has(actor, 'sysadmin', 'secadmin'),
  /** Evidence is uploaded by whoever works on cases; administrators and auditors do not. */
  'file.upload': (actor: Actor) => !has(actor, ...ADMINISTRATORS, 'auditor'),
} satisfies Record<string, (actor: Actor, subject: never) => boolean>;

export interface CaseSubject {
  ownerGroup: string;
  scope: 'full' | 'task' | null;
}

type Policies = typeof POLICIES;
type SubjectOf<P extends keyof Policies> = Parameters<Policies[P]> extends [Actor, infer S] ? [S] : [];

/** Steps in which the reporter is called: 先行联系, 答复, 回访 (table reporter_step says the same to the database). */
export const REPORTER_FORMS: readonly string[] = ['hazard.contact', 'hazard.answer', 'hazard.callback'];

/** What of a task decides whether its holder may call the reporter. */
export type CallingTask = { form_id: string; state: string; assignee: string | null; groups: string[] };

const ofUnit = (actor: Pick<Actor, 'groups'>): boolean =>
  actor.groups.some((group) => /^(street|dept|soe):/.test(group));

/** Works on cases for the bureau, a unit or an office beside it, or reads all of them. */
const atDesk = (actor: Pick<Actor, 'groups'>): boolean =>
  has(actor, ...DESKS, 'expert', 'disc', 'police') || ofUnit(actor);

/** Volunteers, visitors and firms, unless they also work for the bureau or a unit. */
const isOutsider = (actor: Pick<Actor, 'groups'>): boolean =>
  actor.groups.some((group) => /^(volunteer|visitor)$|^firm:/.test(group)) &&
  !has(actor, ...BUREAU, 'expert', 'disc', 'police', 'vault') &&
  !ofUnit(actor);

/** Does the policy allow it? */
export function may<P extends keyof Policies>(actor: Actor, policy: P, ...subject: SubjectOf<P>): boolean {
  return (POLICIES[policy] as (actor: Actor, subject?: unknown) => boolean)(actor, subject[0]);
}

/** Throw 403 with the policy's name unless it allows the act. */
export function require<P extends keyof Policies>(actor: Actor, policy: P, ...subject: SubjectOf<P>): void {
  if (!may(actor, policy, ...subject)) throw forbidden(policy, '您没有办理此事项的权限');
}

/** `street:*` in a process definition stands for any street. */
function matches(actor: Actor, group: string): boolean {
  if (!group.endsWith(':*')) return has(actor, group);
  return actor.groups.some((own) => own.startsWith(group.slice(0, -1)));
}

/** The group of a unit by its kind (domain README §2): street, state-owned group, else department. */
export function groupOfUnit(unit: { unit_id: string; kind: string }): string {
  const prefix = unit.kind === 'street' ? 'street' : unit.kind === 'soe' ? 'soe' : 'dept';
  return `${prefix}:${unit.unit_id}`;
}
