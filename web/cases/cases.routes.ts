import { createHash } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import type { Actor } from '../../core/actor.ts';
import { canonical } from '../../core/canonical.ts';
import { caseCount, casePage, listedCase, partyScope } from '../../core/case-list.ts';
import { asActor, one, rows, type Trx } from '../../core/db.ts';
import { latestDefinition } from '../../core/definitions.ts';
import { badRequest, conflict, notFound } from '../../core/errors.ts';
import { engineHealth } from '../../core/health.ts';
import type { InboxTask } from '../../core/inbox.ts';
import { law } from '../../core/law.ts';
import { may, require } from '../../core/policies.ts';
import { prefill } from '../../core/prefill.ts';
import { possibleDuplicates, startCase } from '../../core/start-case.ts';
import { now } from '../../core/time.ts';
import { revealReporter } from '../../core/vault.ts';
import type { Web } from '../app.ts';
import { caseRows, groupNames, taskRows } from '../present.ts';
import { Routes, uuidParam } from '../routing.ts';
import { documentsOf } from './documents.ts';
import { factsOf } from './facts.ts';
import { startable } from './startable.ts';

const Filter = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 100 })),
  process: Type.Optional(Type.String({ maxLength: 100 })),
  status: Type.Optional(Type.Union(['opening', 'open', 'sealed', 'cancelled'].map((s) => Type.Literal(s)))),
  verdict: Type.Optional(Type.Union([Type.Literal('green'), Type.Literal('red')])),
  overdue: Type.Optional(Type.Boolean()),
  cursor: Type.Optional(Type.String({ maxLength: 500 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
});
const FormData = Type.Object(
  { data: Type.Record(Type.String(), Type.Unknown()) },
  { additionalProperties: false },
);
const Opened = Type.Object({ caseId: Type.String(), caseNo: Type.String() });

/** Cases: what may be started, starting one, the list, the head of one. */
export function caseRoutes({ db }: Web): Routes {
  const routes = new Routes();

  routes.get('/lookups/processes', { summary: '流程', tag: '字典' }, ({ actor }) => startable(db, actor));

  routes.get('/processes/:process/start-form', { summary: '新建表单', tag: '案件' }, ({ actor, params }) =>
    asActor(db, actor, async (trx) => {
      const { meta, form } = await startingForm(trx, actor, params.process!);
      return {
        formId: form.id,
        schema: form.schema,
        data: await prefill(trx, form, { actor }),
        process: meta.process,
        name: meta.name,
      };
    }),
  );

  routes.post(
    '/cases/:process',
    { summary: '新建案件(须带 Idempotency-Key)', tag: '案件', body: FormData, answer: Opened, status: 201 },
    async ({ actor, params, body, request }) => {
      const key = request.header('idempotency-key') ?? '';
      if (!/^[\w-]{8,100}$/.test(key))
        throw badRequest('缺少 Idempotency-Key 请求头(8–100 位字母、数字、-、_)');
      const hash = createHash('sha256')
        .update(canonical([params.process, body.data]))
        .digest('hex');
      return asActor(db, actor, async (trx) => {
        const first = await firstAnswer(trx, actor, key, hash);
        if (first !== undefined) return first;
        const { meta, form } = await startingForm(trx, actor, params.process!);
        const opened = await startCase(trx, actor, meta, form, body.data, { entry: 'report' });
        await trx.raw('update idempotency set answer = ? where actor = ? and key = ?', [
          JSON.stringify(opened),
          actor.account,
          key,
        ]);
        return opened;
      });
    },
  );

  routes.post(
    '/cases/:process/duplicates',
    { summary: '相似在办案件', tag: '案件', body: FormData },
    ({ actor, params, body }) =>
      asActor(db, actor, async (trx) => {
        await startingForm(trx, actor, params.process!);
        return { items: await possibleDuplicates(trx, params.process!, body.data) };
      }),
  );

  routes.get('/cases', { summary: '案件列表', tag: '案件', query: Filter }, ({ actor, query }) =>
    asActor(db, actor, async (trx) => {
      const { calendar } = await law(trx);
      const found = await casePage(trx, query);
      return {
        items: await caseRows(trx, calendar, found.items),
        next: found.next,
        total: await caseCount(trx, query),
      };
    }),
  );

  routes.get('/cases/:caseId', { summary: '案件', tag: '案件' }, ({ actor, params }) =>
    asActor(db, actor, (trx) => caseDetail(trx, actor, uuidParam(params, 'caseId'))),
  );

  const Reason = Type.Object(
    { reason: Type.String({ minLength: 5, maxLength: 500 }) },
    { additionalProperties: false },
  );
  routes.post(
    '/cases/:caseId/reporter',
    { summary: '查阅举报人(留痕)', tag: '案件', body: Reason },
    ({ actor, params, body }) =>
      asActor(db, actor, async (trx) => {
        const caseId = uuidParam(params, 'caseId');
        require(actor, 'reporter.reveal');
        if ((await listedCase(trx, caseId)) === undefined) throw notFound();
        return revealReporter(trx, actor, caseId, body.reason);
      }),
  );
  return routes;
}

async function startingForm(trx: Trx, actor: Actor, process: string) {
  const definition = await latestDefinition(trx, process);
  if (definition.meta.startForm === null || definition.meta.series === null)
    throw notFound('该流程不能由人员新建');
  require(actor, 'case.create', definition.meta);
  return { meta: definition.meta, form: definition.form(definition.meta.startForm) };
}

/**
 * Idempotency: the key's row is taken first, so that of two equal requests at once one waits and gets the other's
 * answer. The same key with other content is a mistake of the caller.
 */
async function firstAnswer(trx: Trx, actor: Actor, key: string, hash: string): Promise<unknown> {
  const taken = await one(
    trx,
    `insert into idempotency (actor, key, hash, answer, at) values (?, ?, ?, 'null', ?) on conflict do nothing returning key`,
    [actor.account, key, hash, now()],
  );
  if (taken !== undefined) return undefined;
  const before = await one<{ hash: string; answer: unknown }>(
    trx,
    'select hash, answer from idempotency where actor = ? and key = ?',
    [actor.account, key],
  );
  if (before?.hash !== hash) throw conflict('同一 Idempotency-Key 已用于不同内容');
  return before.answer;
}

/** The case if it may be seen, and how. Throws 404 otherwise; never 403, which would tell that it exists. */
export async function visibleCase(trx: Trx, actor: Actor, caseId: string) {
  const listed = await listedCase(trx, caseId);
  if (listed === undefined) throw notFound();
  return { listed, scope: actor.readsAll ? ('full' as const) : await partyScope(trx, actor, caseId) };
}

/** The case if its whole page may be seen. Firms see only the head and their own tasks. */
export async function fullCase(trx: Trx, actor: Actor, caseId: string) {
  const seen = await visibleCase(trx, actor, caseId);
  require(actor, 'case.read-full', { ownerGroup: seen.listed.owner_group, scope: seen.scope });
  return seen.listed;
}

const ITEM_STATE: Record<string, string> = {
  open: '整改中',
  'struck-off': '已销号',
  merged: '已合并',
  transferred: '已移交',
  unfounded: '不属实',
  refused: '拒不整改',
  returned: '退回',
};
const LINKS: Record<string, string> = {
  merged: '并入',
  source: '来源',
  child: '子案件',
  transferred: '移交',
  reopened: '重启',
};
const MESSAGES: Record<string, string> = {
  'talk.trigger': '约谈',
  'penalty.request': '行政处罚',
  'accident.report': '事故接报',
  'report.confirmed-hidden': '瞒报事故',
  'reward.open': '举报奖励',
  'hazard.accepted': '重大隐患验收通知',
  'notice.request': '抄告督办',
};

async function caseDetail(trx: Trx, actor: Actor, caseId: string) {
  const { listed, scope } = await visibleCase(trx, actor, caseId);
  const full = scope === 'full';
  const { calendar } = await law(trx);
  const [head] = await caseRows(trx, calendar, [listed]);
  const row = await one<{ outcome: string | null; outcome_reason: string | null }>(
    trx,
    'select outcome, outcome_reason from cases where case_id = ?',
    [caseId],
  );
  const tasks = await rows<InboxTask>(
    trx,
    `select t.*, c.case_no, c.title, k.due_on, k.provisional from task t join cases c on c.case_id = t.case_id
     left join clock k on k.clock_id = t.clock_id where t.case_id = ? and (cast(? as boolean) or t.groups && ?) order by t.opened_at`,
    [caseId, full, actor.groups],
  );
  return {
    ...head,
    facts: await factsOf(trx, caseId),
    scope: scope ?? 'task',
    outcome: row?.outcome ?? null,
    outcomeReason: row?.outcome_reason ?? null,
    engineAway: engineHealth.away(),
    items: full ? await itemsOf(trx, caseId) : [],
    tasks: await taskRows(trx, calendar, actor.account, tasks),
    pendingTriggers: full ? await triggersOf(trx, caseId) : [],
    links: full ? await linksOf(trx, caseId) : [],
    documents: full ? await documentsOf(trx, caseId) : [],
    canRevealReporter: may(actor, 'reporter.reveal'),
    canExport: may(actor, 'case.export', { ownerGroup: listed.owner_group, scope }),
  };
}

async function itemsOf(trx: Trx, caseId: string) {
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
    stateName: ITEM_STATE[item.state] ?? item.state,
    responsibleName: names.get(item.responsible_group ?? '') ?? '',
    rectifyBy: item.rectify_by,
    overdue: item.overdue_at !== null,
    failCount: item.fail_count,
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
    nameZh: MESSAGES[t.name] ?? t.name,
    key: t.key,
    createdAt: t.created_at.toISOString(),
    reason: t.reason,
  }));
}

async function linksOf(trx: Trx, caseId: string) {
  const found = await rows<{ case_id: string; case_no: string; kind: string }>(
    trx,
    `select c.case_id, c.case_no, l.kind from case_link l join cases c on c.case_id = case when l.from_case = :id then l.to_case else l.from_case end
     where l.from_case = :id or l.to_case = :id`,
    { id: caseId },
  );
  return found.map((l) => ({
    caseId: l.case_id,
    caseNo: l.case_no,
    kind: l.kind,
    kindZh: LINKS[l.kind] ?? l.kind,
  }));
}
