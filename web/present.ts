import type { Calendar } from '../core/calendar.ts';
import type { Db, Trx } from '../core/db.ts';
import { latestDefinition } from '../core/definitions.ts';
import type { ListedCase } from '../core/case-list.ts';
import type { InboxTask } from '../core/inbox.ts';
import { aboutText } from '../core/task-about.ts';
import { lightOf, lightOfRow } from '../core/light.ts';
import { namesBehind, namesOf } from '../core/people.ts';
import { groupName } from '../core/group-names.ts';
import { REPORTER_ACCOUNT } from '../core/reporter.ts';
import { CASE_STATUS, LEVEL, TASK_STATE, wordOf } from '../core/words.ts';

/** Who opens cases without being a person. */
const OPENED_BY: Record<string, string> = {
  system: '系统',
  hotline: '12345热线',
  [REPORTER_ACCOUNT]: '举报人（身份保密）',
};

/** Chinese name of a process by its id; the id itself while it is not deployed. */
export async function processName(db: Db | Trx, process: string): Promise<string> {
  return latestDefinition(db, process).then(
    ({ meta }) => meta.name,
    () => process,
  );
}

async function processNames(db: Db | Trx, processes: string[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const process of new Set(processes)) names.set(process, await processName(db, process));
  return names;
}

/** Every list asks for the same few names again and again; a new name is seen within this time. */
const NAMES_KEPT_MS = 5_000;
const keptNames = new Map<string, string>();
let keptUntil = 0;

/** Chinese names of groups: units and firms by their own name. */
export async function groupNames(db: Db | Trx, groups: readonly string[]): Promise<Map<string, string>> {
  const at = performance.now();
  if (at > keptUntil) {
    keptNames.clear();
    keptUntil = at + NAMES_KEPT_MS;
  }
  const idOf = (group: string) => group.slice(group.indexOf(':') + 1);
  const asked = groups.filter((group) => group.includes(':') && !keptNames.has(group));
  const found = await namesBehind(db, asked.map(idOf));
  for (const group of asked) {
    const name = found.get(idOf(group));
    if (name !== undefined) keptNames.set(group, name);
  }
  return new Map(groups.map((group) => [group, keptNames.get(group) ?? groupName(group)]));
}

/** Cases as the API shows them in lists. */
export async function caseRows(db: Db | Trx, calendar: Calendar, cases: ListedCase[]) {
  const names = await processNames(
    db,
    cases.map((c) => c.process),
  );
  const owners = await groupNames(db, [...new Set(cases.map((c) => c.owner_group))]);
  return cases.map((c) => {
    const first = c.waiting?.find((task) => task.dueAt !== null) ?? null;
    const light = lightOf(
      {
        dueAt: first?.dueAt ? new Date(first.dueAt) : null,
        warnAt: first?.warnAt ? new Date(first.warnAt) : null,
        dueOn: first?.dueOn ?? null,
        provisional: first?.provisional ?? false,
      },
      calendar,
    );
    return {
      caseId: c.case_id,
      caseNo: c.case_no,
      process: c.process,
      processName: names.get(c.process),
      title: c.title,
      status: c.status,
      statusName: wordOf(CASE_STATUS, c.status),
      level: c.level,
      levelName: wordOf(LEVEL, c.level),
      source: c.source,
      unitName: c.unit_name,
      ownerName: owners.get(c.owner_group),
      openedAt: c.opened_at.toISOString(),
      openedByName: c.opened_by === null ? null : (c.opened_by_name ?? OPENED_BY[c.opened_by] ?? c.opened_by),
      sealedAt: c.sealed_at?.toISOString() ?? null,
      verdict: c.verdict,
      dueAt: first?.dueAt ? new Date(first.dueAt).toISOString() : null,
      light: light.light,
      lightText: light.lightText,
      waitingFor: (c.waiting ?? []).map(({ name, count }) => (count > 1 ? `${name}（${count}）` : name)),
    };
  });
}

/** Tasks as the API shows them in lists, from the point of view of `me`. */
export async function taskRows(db: Db | Trx, calendar: Calendar, me: string, tasks: InboxTask[]) {
  const processes = await processNames(
    db,
    tasks.map((t) => t.process),
  );
  const groups = await groupNames(db, [...new Set(tasks.flatMap((t) => t.groups))]);
  const people = await namesOf(
    db,
    tasks.flatMap((t) => [t.assignee ?? '', t.completed_by ?? '']),
  );
  return tasks.map((t) => ({
    taskId: t.task_id,
    caseId: t.case_id,
    caseNo: t.case_no,
    caseTitle: t.title,
    process: t.process,
    processName: processes.get(t.process),
    elementId: t.element_id,
    elementName: t.element_name,
    about: aboutText(t, t.title),
    formId: t.form_id,
    state: t.state,
    stateName: wordOf(TASK_STATE, t.state),
    assignee: t.assignee,
    assigneeName: t.assignee ? (people.get(t.assignee) ?? t.assignee) : null,
    mine: t.assignee === me,
    groups: t.groups,
    groupNames: t.groups.map((group) => groups.get(group) ?? group),
    openedAt: t.opened_at.toISOString(),
    closedAt: t.closed_at?.toISOString() ?? null,
    completedByName: t.completed_by ? (people.get(t.completed_by) ?? t.completed_by) : null,
    dueAt: t.due_at?.toISOString() ?? null,
    warnAt: t.warn_at?.toISOString() ?? null,
    provisional: t.provisional ?? false,
    ...(t.state === 'open' ? lightOfRow(t, calendar) : { light: null, lightText: '' }),
  }));
}
