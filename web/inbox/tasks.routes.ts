import { Type } from '@sinclair/typebox';
import { noteLook } from '../../core/access-log.ts';
import { listCases, listedCase } from '../../core/case-list.ts';
import { asActor, one, rows, type Trx } from '../../core/db.ts';
import { definition } from '../../core/definitions.ts';
import { dropDraft, ownDraft, saveDraft } from '../../core/drafts.ts';
import { engineHealth } from '../../core/health.ts';
import { inboxCounts, listDone, listTodo, TASK_SEEN, type InboxTask } from '../../core/inbox.ts';
import { leftDrafts, releaseTask, takeDraft } from '../../core/left-drafts.ts';
import { law } from '../../core/law.ts';
import { grossDays, netDays } from '../../core/due.ts';
import { lightOfRow } from '../../core/light.ts';
import { pausesOf, type ClockRow } from '../../core/clocks.ts';
import { basisWords } from '../../core/paper/articles.ts';
import { may } from '../../core/policies.ts';
import { prefill } from '../../core/prefill.ts';
import { callReporter, canBeCalled } from '../../core/reporter-reading.ts';
import { claimTask, maySeeTask, noSuchTask, separatedPerformers, type TaskRow } from '../../core/tasks.ts';
import { submitTask } from '../../core/submission/submit.ts';
import { namesOf } from '../../core/people.ts';
import { now, shanghaiDayOf } from '../../core/time.ts';
import { timelineOf } from '../../core/timeline.ts';
import type { Actor } from '../../core/actor.ts';
import type { Web } from '../app.ts';
import { demandOf, factsOf } from '../cases/facts.ts';
import { draftFields } from '../drafts/fields.ts';
import { caseRows, taskRows } from '../present.ts';
import { limited } from '../limited.ts';
import { Routes, uuidParam, Version } from '../routing.ts';
import { afterSubmit } from './next.ts';

/** Acts that stand beside a form. */
const RECORD = 15;
const ListQuery = Type.Object({
  view: Type.Optional(Type.Union([Type.Literal('todo'), Type.Literal('done'), Type.Literal('started')])),
  q: Type.Optional(limited('search')),
  process: Type.Optional(Type.String({ maxLength: 100 })),
  light: Type.Optional(Type.Union([Type.Literal('green'), Type.Literal('yellow'), Type.Literal('red')])),
  cursor: Type.Optional(Type.String({ maxLength: 500 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
});
const Versioned = Type.Object({ version: Version() }, { additionalProperties: false });
const WithData = Type.Object(
  { version: Version(), data: Type.Record(Type.String(), Type.Unknown()) },
  { additionalProperties: false },
);
/** `version` of the task is taken for older pages and not looked at: a draft is its author's, whoever held the task. */
const Draft = Type.Object(
  {
    version: Type.Optional(Type.Integer({ minimum: 1 })),
    ...draftFields,
  },
  { additionalProperties: false },
);
const From = Type.Object(
  { from: Type.String({ minLength: 1, maxLength: 100 }) },
  { additionalProperties: false },
);

/** 我的待办 and a single task: read, claim, release, draft, submit. */
export function taskRoutes({ db }: Web): Routes {
  const routes = new Routes();

  routes.get('/tasks', { summary: '待办、已办、我发起', tag: '任务', query: ListQuery }, ({ actor, query }) =>
    asActor(db, actor, async (trx) => {
      const { calendar } = await law(trx);
      if (query.view === 'started') {
        const found = await listCases(trx, actor, { ...query, openedBy: actor.account });
        return { ...found, items: await caseRows(trx, calendar, found.items) };
      }
      const found = await (query.view === 'done' ? listDone : listTodo)(trx, actor, query);
      return { ...found, items: await taskRows(trx, calendar, actor.account, found.items) };
    }),
  );

  routes.get('/tasks/counts', { summary: '待办数量', tag: '任务' }, ({ actor }) =>
    asActor(db, actor, (trx) => inboxCounts(trx, actor)),
  );

  routes.get(
    '/tasks/:taskId',
    { summary: '一项任务：表单、数据、时限、经过', tag: '任务' },
    ({ actor, params }) => asActor(db, actor, (trx) => taskDetail(trx, actor, uuidParam(params, 'taskId'))),
  );

  routes.post(
    '/tasks/:taskId/claim',
    { summary: '认领', tag: '任务', body: Versioned },
    ({ actor, params, body }) => claimTask(db, actor, uuidParam(params, 'taskId'), body.version),
  );
  routes.post(
    '/tasks/:taskId/release',
    { summary: '退回认领', tag: '任务', body: Versioned },
    ({ actor, params, body }) => releaseTask(db, actor, uuidParam(params, 'taskId'), body.version),
  );
  routes.post(
    '/tasks/:taskId/draft',
    { summary: '保存草稿', tag: '任务', body: Draft },
    ({ actor, params, body }) => saveDraft(db, actor, uuidParam(params, 'taskId'), body),
  );
  routes.delete('/tasks/:taskId/draft', { summary: '放弃草稿', tag: '任务' }, ({ actor, params }) =>
    asActor(db, actor, async (trx) => void (await dropDraft(trx, actor, uuidParam(params, 'taskId')))),
  );
  routes.post(
    '/tasks/:taskId/draft/take',
    { summary: '接用退回认领的人留下的草稿', tag: '任务', body: From },
    ({ actor, params, body }) => takeDraft(db, actor, uuidParam(params, 'taskId'), body.from),
  );
  routes.post(
    '/tasks/:taskId/submit',
    { summary: '提交', tag: '任务', body: WithData },
    async ({ actor, params, body }) => ({
      ...(await submitTask(db, actor, uuidParam(params, 'taskId'), body.version, body.data)),
      engineAway: engineHealth.away(),
    }),
  );

  const Reason = Type.Object(
    { reason: Type.String({ minLength: 5, maxLength: 500 }) },
    { additionalProperties: false },
  );
  routes.post(
    '/tasks/:taskId/reporter',
    { summary: '查看举报人联系方式（留痕）：先行联系、答复、回访的办理人', tag: '任务', body: Reason },
    ({ actor, params, body }) =>
      asActor(db, actor, (trx) => callReporter(trx, actor, uuidParam(params, 'taskId'), body.reason)),
  );

  routes.get(
    '/tasks/:taskId/next',
    { summary: '提交之后：我的下一项任务，案件现在由谁办', tag: '任务' },
    ({ actor, params }) => asActor(db, actor, (trx) => afterSubmit(trx, actor, uuidParam(params, 'taskId'))),
  );
  return routes;
}

async function taskDetail(trx: Trx, actor: Actor, taskId: string) {
  const task = await one<TaskRow & InboxTask>(trx, `${TASK_SEEN} where t.task_id = ?`, [taskId]);
  if (task === undefined || !maySeeTask(actor, task)) throw noSuchTask();
  const mineToDo = may(actor, 'task.perform', task);
  const whole = task.whole === true;
  // Who does the task is named by the trail; others read a piece of the file.
  const doing = mineToDo && task.state === 'open';
  if (!doing && task.completed_by !== actor.account)
    await noteLook(trx, actor, 'case.read', { caseId: task.case_id });
  const { calendar } = await law(trx);
  const [row] = await taskRows(trx, calendar, actor.account, [task]);
  const form = (await definition(trx, task.definition_key)).form(task.form_id);
  const performers = await separatedPerformers(trx, task);
  const names = await namesOf(
    trx,
    performers.map((p) => p.completed_by),
  );
  const own = performers.find((p) => p.completed_by === actor.account);
  const [listed] = [await listedCase(trx, task.case_id)];
  const submission = await one<{ data: Record<string, unknown>; by: string; at: Date }>(
    trx,
    'select data, by, at from submission where task_id = ?',
    [taskId],
  );
  const open = task.state === 'open';
  const draft = mineToDo ? await ownDraft(trx, actor, taskId) : null;
  return {
    ...row,
    form: { schema: form.schema },
    data: open
      ? { ...(await prefill(trx, form, { actor, task, caseId: task.case_id })), ...draft?.data }
      : (submission?.data ?? {}),
    // Of a task that is over the author may still copy what was not sent.
    draft,
    left: open && mineToDo ? await leftDrafts(trx, actor, taskId) : [],
    version: task.version,
    case: listed && (await caseRows(trx, calendar, [listed]))[0],
    facts: [...(await factsOf(trx, task.case_id)), ...(await demandOf(trx, task.item_id))],
    record: whole ? await recordOf(trx, task.case_id) : null,
    clock: task.clock_id === null ? null : await clockStrip(trx, task.clock_id, mineToDo),
    separateFrom: performers.map((p) => ({
      elementName: p.element_name,
      performerName: names.get(p.completed_by) ?? p.completed_by,
    })),
    blocked: own
      ? {
          rule: 'C3 人员分离',
          title: `您办理过“${own.element_name}”，按人员分离的要求，本环节须由其他人员办理`,
        }
      : mineToDo
        ? null
        : { rule: 'task.perform', title: '您不在这项任务的办理人员之列' },
    paper: await servedPaper(trx, task.doc_id),
    callsReporter: mineToDo && (await canBeCalled(trx, task)),
    draftAt: open ? (draft?.savedAt ?? null) : null,
    claimable: task.state === 'open' && task.assignee === null && mineToDo && own === undefined,
    submission: submission
      ? {
          data: submission.data,
          by: (await namesOf(trx, [submission.by])).get(submission.by),
          at: submission.at.toISOString(),
        }
      : null,
  };
}

/** The paper that a task hands over: who is to sign for it reads it first, and can read it again later. */
async function servedPaper(trx: Trx, docId: string | null) {
  if (docId === null) return null;
  const paper = await one<{ title: string; doc_no: string | null }>(
    trx,
    `select title, doc_no from document where doc_id = ? and state in ('sent', 'served')`,
    [docId],
  );
  return paper === undefined
    ? null
    : { title: paper.title, docNo: paper.doc_no, pdfUrl: `/api/documents/${docId}/pdf` };
}

/** The latest acts beside the form; `earlier`: how many the timeline of the case has before them. */
async function recordOf(trx: Trx, caseId: string) {
  const { items } = await timelineOf(trx, caseId);
  const told = items.filter((item) => item.act !== 'task.opened');
  const latest = told.slice(-RECORD).map((item) => ({
    at: item.at,
    actorName: item.actorName,
    elementName: item.subjectName,
    sentence: item.sentence,
  }));
  return { items: latest, earlier: told.length - latest.length };
}

async function clockStrip(trx: Trx, clockId: string, mine: boolean) {
  const clock = (await rows<ClockRow>(trx, 'select * from clock where clock_id = ?', [clockId]))[0]!;
  const theLaw = await law(trx);
  const row = theLaw.clock(clock.pack_version, clock.key);
  const from = shanghaiDayOf(clock.started_at);
  const to = shanghaiDayOf(clock.closed_at ?? now());
  return {
    clockId,
    key: clock.key,
    name: clock.name_zh,
    article: clock.article,
    basis: basisWords(clock.article),
    dueAt: clock.due_at.toISOString(),
    dueOn: clock.due_on,
    provisional: clock.provisional,
    grossDays: grossDays(from, to),
    netDays: netDays(from, to, await pausesOf(trx, clockId)),
    ...lightOfRow(clock, theLaw.calendar),
    canExtend: mine && clock.state === 'open' && row.extension !== null,
  };
}
