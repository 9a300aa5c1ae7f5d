import type { Actor } from '../../core/actor.ts';
import { askable } from '../../core/asked-messages.ts';
import { one, rows, type Trx } from '../../core/db.ts';
import { escalationsOf } from '../../core/escalations.ts';
import { engineHealth } from '../../core/health.ts';
import { mayAsk } from '../../core/extensions.ts';
import { TASK_SEEN, type InboxTask } from '../../core/inbox.ts';
import { itemMoves } from '../../core/item-moves.ts';
import type { ClockRow } from '../../core/clocks.ts';
import { law } from '../../core/law.ts';
import { lightOfRow } from '../../core/light.ts';
import { MESSAGE_NAMES } from '../../core/message-names.ts';
import { ownReport } from '../../core/own-report.ts';
import { namesOf } from '../../core/people.ts';
import { may } from '../../core/policies.ts';
import { teamOf } from '../../core/team.ts';
import { CASE_LINK, ITEM_STATE, OUTCOME, TEAM_ROLE, TEAM_STATE, wordOf } from '../../core/words.ts';
import { caseRows, groupNames, taskRows } from '../present.ts';
import { documentsOf } from './documents.ts';
import { factsOf } from './facts.ts';
import { visibleCase } from './visible.ts';

/**
 * The answer of GET /cases/{id}: the head for everybody who may see the case, the rest for those who see the whole of it, and
 * what the caller may do, by the same policies that the acts check. Throws 404 for a case that is not to be seen.
 */
export async function caseDetail(trx: Trx, actor: Actor, caseId: string) {
  const { listed, scope } = await visibleCase(trx, actor, caseId);
  const full = scope === 'full';
  const { calendar } = await law(trx);
  const [head] = await caseRows(trx, calendar, [listed]);
  const row = await one<{
    outcome: string | null;
    outcome_reason: string | null;
    parent_case_id: string | null;
  }>(trx, 'select outcome, outcome_reason, parent_case_id from case_seen where case_id = ?', [caseId]);
  const tasks = await rows<InboxTask>(
    trx,
    `${TASK_SEEN} where t.case_id = ? and (cast(? as boolean) or t.groups && ?) order by t.opened_at`,
    [caseId, full, actor.groups],
  );
  return {
    ...head,
    facts: await factsOf(trx, caseId),
    scope: scope ?? 'task',
    parentCaseId: row?.parent_case_id ?? null,
    outcome: row?.outcome ?? null,
    outcomeName: wordOf(OUTCOME, row?.outcome),
    outcomeReason: row?.outcome_reason ?? null,
    engineAway: engineHealth.away(),
    team: full ? await teamSeen(trx, caseId) : [],
    items: full ? await itemsOf(trx, actor, caseId) : [],
    tasks: await taskRows(trx, calendar, actor.account, tasks),
    escalations: await escalationsSeen(trx, actor, caseId, full),
    pendingTriggers: full ? await triggersOf(trx, caseId) : [],
    links: full ? await linksOf(trx, caseId) : [],
    documents: full ? await documentsOf(trx, caseId) : [],
    report: full ? null : await ownReport(trx, caseId),
    limits: await limitsOf(trx, actor, caseId),
    messages: await askable(trx, actor, caseId),
    canRevealReporter: may(actor, 'reporter.reveal'),
    canExport: may(actor, 'case.export', { ownerGroup: listed.owner_group, scope }),
  };
}

/** Limits without a task that the actor's unit has to keep (治理期限 of a listing), and may ask to extend. */
async function limitsOf(trx: Trx, actor: Actor, caseId: string) {
  const theLaw = await law(trx);
  const found = await rows<ClockRow>(
    trx,
    `select * from clock where case_id = ? and state = 'open' and task_id is null and asker_groups && ? order by due_at`,
    [caseId, actor.groups],
  );
  return found.map((clock) => ({
    clockId: clock.clock_id,
    name: clock.name_zh,
    dueAt: clock.due_at.toISOString(),
    provisional: clock.provisional,
    ...lightOfRow(clock, theLaw.calendar),
    canExtend: mayAsk(theLaw, actor, clock),
  }));
}

async function teamSeen(trx: Trx, caseId: string) {
  const team = await teamOf(trx, caseId);
  const names = await namesOf(
    trx,
    team.map(({ account }) => account),
  );
  const order = Object.keys(TEAM_ROLE);
  const sorted = team.toSorted((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
  return sorted.map((member) => ({
    ...member,
    name: names.get(member.account) ?? member.account,
    roleName: wordOf(TEAM_ROLE, member.role),
    stateName: wordOf(TEAM_STATE, member.state),
  }));
}

async function itemsOf(trx: Trx, actor: Actor, caseId: string) {
  const items = await rows<{
    item_id: string;
    no: number;
    title: string;
    demand: string;
    state: string;
    responsible_group: string | null;
    rectify_by: string | null;
    overdue_at: Date | null;
    fail_count: number;
  }>(trx, 'select * from item where case_id = ? order by no', [caseId]);
  const moves = await itemMoves(trx, actor, caseId);
  const names = await groupNames(
    trx,
    items.flatMap((item) => item.responsible_group ?? []),
  );
  return items.map((item) => ({
    itemId: item.item_id,
    no: item.no,
    title: item.title,
    demand: item.demand,
    state: item.state,
    stateName: wordOf(ITEM_STATE, item.state),
    responsibleName: names.get(item.responsible_group ?? '') ?? '',
    rectifyBy: item.rectify_by,
    overdue: item.overdue_at !== null,
    failCount: item.fail_count,
    canMove: moves.get(item.item_id)?.may ?? false,
    moveAsked: moves.get(item.item_id)?.asked ?? false,
  }));
}

/** Who does not see the whole case is told only what climbed to him. */
async function escalationsSeen(trx: Trx, actor: Actor, caseId: string, full: boolean) {
  const seen = (await escalationsOf(trx, actor, caseId)).filter((one) => full || one.addressed);
  const levels = seen.flatMap((one) => one.levels);
  const people = await namesOf(
    trx,
    levels.flatMap((level) => level.acknowledgedBy ?? []),
  );
  const desks = await groupNames(
    trx,
    levels.flatMap((level) => level.groups),
  );
  return seen.map((one) => ({
    clockId: one.clockId,
    name: one.name,
    about: one.about,
    dueAt: one.dueAt.toISOString(),
    closedAt: one.closedAt?.toISOString() ?? null,
    mayAcknowledge: one.mayAcknowledge,
    levels: one.levels.map((level) => ({
      level: level.level,
      name: level.name,
      to: level.groups.map((group) => desks.get(group) ?? group),
      rangAt: level.rangAt.toISOString(),
      acknowledgedByName: level.acknowledgedBy && (people.get(level.acknowledgedBy) ?? level.acknowledgedBy),
      acknowledgedAt: level.acknowledgedAt?.toISOString() ?? null,
      comment: level.comment,
    })),
  }));
}

async function triggersOf(trx: Trx, caseId: string) {
  const found = await rows<{
    trigger_id: string;
    name: string;
    key: string;
    reason: string;
    created_at: Date;
  }>(trx, 'select * from pending_trigger where case_id = ? and replayed_at is null order by created_at', [
    caseId,
  ]);
  return found.map((t) => ({
    triggerId: t.trigger_id,
    name: t.name,
    nameZh: MESSAGE_NAMES[t.name] ?? t.name,
    key: t.key,
    createdAt: t.created_at.toISOString(),
    reason: t.reason,
  }));
}

async function linksOf(trx: Trx, caseId: string) {
  const found = await rows<{ case_id: string; case_no: string; kind: string }>(
    trx,
    `select c.case_id, c.case_no, l.kind from case_link l join case_seen c on c.case_id = case when l.from_case = :id then l.to_case else l.from_case end
     where l.from_case = :id or l.to_case = :id`,
    { id: caseId },
  );
  return found.map((l) => ({
    caseId: l.case_id,
    caseNo: l.case_no,
    kind: l.kind,
    kindZh: wordOf(CASE_LINK, l.kind),
  }));
}
