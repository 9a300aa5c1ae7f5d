import type { Actor } from './actor.ts';
import { may } from './policies.ts';
import type { Reporter } from './vault.ts';

/**
 * Who stands in the file in place of a volunteer or visitor who opened the case: the row names nobody, who it was lies in the
 * vault (decision 0013). His own party row (why 举报) lets him follow what became of it.
 */
const PSEUDONYM = { account: 'reporter', name: '举报人', unitId: '', post: '' } as const;

/** The account under which the file knows a reporter who opened the case himself. */
export const REPORTER_ACCOUNT = PSEUDONYM.account;

/** Under whom a case is opened: staff under their own name, whoever counts as reporter under none. */
export interface Opening {
  /** Stands in case row, submission, evidence and audit row. */
  by: Actor;
  /** Groups that see the whole case because their people opened it. */
  parties: string[];
  /** The one person that follows it as its reporter; undefined for staff. */
  reporterGroup: string | undefined;
  /** What the vault keeps of him. */
  vault: Reporter;
}

/**
 * How a person opens a case of a process. In: the groups the process names as starters. Staff see the case by the desk they
 * start it from, never as persons: who leaves the desk leaves its cases.
 */
export function openingOf(actor: Actor, { startGroups }: { startGroups: string[] }): Opening {
  if (!may(actor, 'case.open-as-reporter')) {
    const desks = actor.groups.filter((group) => startGroups.some((start) => isOf(group, start)));
    return { by: actor, parties: [...new Set(desks)], reporterGroup: undefined, vault: {} };
  }
  return {
    by: { ...actor, ...PSEUDONYM },
    parties: [],
    reporterGroup: `person:${actor.account}`,
    vault: { openerName: actor.name, openerAccount: actor.account },
  };
}

/** `street:*` in a process definition stands for any street. */
const isOf = (group: string, start: string): boolean =>
  start.endsWith(':*') ? group.startsWith(start.slice(0, -1)) : group === start;

/**
 * The title that a party of scope `task` reads: whom and what it is about, no word of the report. A matter that nobody
 * reported keeps the title it has.
 */
export function outsideTitle(
  reported: boolean,
  title: string,
  { object, category, process }: { object: string | null; category: unknown; process: string },
): string {
  if (!reported) return title;
  const told = [object, category].filter((part) => typeof part === 'string' && part !== '').join(' · ');
  return [...(told || process)].slice(0, 80).join('');
}

/** Forms that hold the report, or what was said to and by the reporter: no served paper quotes them. */
export const REPORT_FORMS: readonly string[] = [
  'hazard.intake',
  'hazard.contact',
  'hazard.answer',
  'hazard.callback',
];

/** Variables that tell of the report: a task that only outsiders do is stored without them. */
const REPORT_VARIABLES = new Set([
  ...['openerGroup', 'source', 'ticketNo', 'ticketKind', 'anonymous', 'reporterRef'],
  ...['intake', 'contact', 'answer', 'callback', 'inform'],
]);

/** What a task's row keeps of the process variables, by who does the task. */
export function variablesFor(
  groups: readonly string[],
  variables: Record<string, unknown>,
): Record<string, unknown> {
  if (!groups.every((group) => /^(firm|person):/.test(group) || /^(volunteer|visitor)$/.test(group)))
    return variables;
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !REPORT_VARIABLES.has(name)));
}
