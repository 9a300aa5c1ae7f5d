import { Type } from '@sinclair/typebox';
import { CASE_SORTS, listCases } from '../../core/case-list.ts';
import { asActor } from '../../core/db.ts';
import { dropSentDraft, ownStartDraft } from '../../core/drafts.ts';
import { law } from '../../core/law.ts';
import { prefill } from '../../core/prefill.ts';
import { once } from '../../core/submission/once.ts';
import { possibleDuplicates, startCase } from '../../core/start-case.ts';
import { entryNotes } from '../../core/secret/entry.ts';
import { revealReporter } from '../../core/vault.ts';
import type { Web } from '../app.ts';
import { caseRows } from '../present.ts';
import { limited } from '../limited.ts';
import { Routes, uuidParam } from '../routing.ts';
import { caseDetail } from './case-detail.ts';
import { startingForm } from './starting-form.ts';
import { startable } from './startable.ts';

const Filter = Type.Object({
  q: Type.Optional(limited('search')),
  process: Type.Optional(Type.String({ maxLength: 100 })),
  status: Type.Optional(Type.Union(['opening', 'open', 'sealed', 'cancelled'].map((s) => Type.Literal(s)))),
  verdict: Type.Optional(Type.Union([Type.Literal('green'), Type.Literal('red')])),
  overdue: Type.Optional(Type.Boolean()),
  sort: Type.Optional(
    Type.Union(
      CASE_SORTS.map((sort) => Type.Literal(sort)),
      { description: '排序：立案时间、到期时间、状态；前加 - 为倒序；缺省为 -openedAt' },
    ),
  ),
  cursor: Type.Optional(Type.String({ maxLength: 500 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
});
const FormData = Type.Object(
  { data: Type.Record(Type.String(), Type.Unknown()) },
  { additionalProperties: false },
);
const NewCase = Type.Object(
  {
    ...FormData.properties,
    draft: Type.Optional(
      Type.Integer({ minimum: 0, description: '所依草稿的版本，登记成功后随之清除；不填则草稿保留' }),
    ),
  },
  { additionalProperties: false },
);
const Processes = Type.Array(Type.Object({}, { additionalProperties: true }));
const Key = Type.String({ pattern: '^[A-Za-z0-9_-]{8,100}$', description: '同一内容重发用同一个' });
const Opened = Type.Object({ caseId: Type.String(), caseNo: Type.String() });

/** Cases: what may be started, starting one, the list, the head of one. */
export function caseRoutes({ db }: Web): Routes {
  const routes = new Routes();

  routes.get('/lookups/processes', { summary: '流程', tag: '字典', answer: Processes }, ({ actor }) =>
    startable(db, actor),
  );

  routes.get('/processes/:process/start-form', { summary: '新建表单', tag: '案件' }, ({ actor, params }) =>
    asActor(db, actor, async (trx) => {
      const { meta, form } = await startingForm(trx, actor, params.process!);
      return {
        formId: form.id,
        schema: form.schema,
        data: await prefill(trx, form, { actor }),
        draft: await ownStartDraft(trx, actor, meta.process),
        process: meta.process,
        name: meta.name,
        confirmation: meta.confirmation,
      };
    }),
  );

  routes.post(
    '/cases/:process',
    {
      summary: '新建案件（须带 Idempotency-Key）',
      tag: '案件',
      body: NewCase,
      headers: { 'Idempotency-Key': Key },
      answer: Opened,
      status: 201,
    },
    ({ actor, params, body, request }) =>
      asActor(db, actor, (trx) =>
        once(trx, actor, request.header('idempotency-key') ?? '', [params.process, body.data], async () => {
          const { meta, form } = await startingForm(trx, actor, params.process!);
          const opened = await startCase(trx, actor, meta, form, body.data, { entry: 'report' });
          if (body.draft) await dropSentDraft(trx, actor, meta.process, body.draft);
          return opened;
        }),
      ),
  );

  routes.post(
    '/cases/:process/duplicates',
    { summary: '提交前核对：相似在办案件、举报人信息提示', tag: '案件', body: FormData },
    ({ actor, params, body }) =>
      asActor(db, actor, async (trx) => {
        const { form } = await startingForm(trx, actor, params.process!);
        return {
          items: await possibleDuplicates(trx, params.process!, body.data),
          notes: await entryNotes(trx, form, body.data),
        };
      }),
  );

  routes.get('/cases', { summary: '案件列表', tag: '案件', query: Filter }, ({ actor, query }) =>
    asActor(db, actor, async (trx) => {
      const { calendar } = await law(trx);
      const found = await listCases(trx, actor, query);
      return { ...found, items: await caseRows(trx, calendar, found.items) };
    }),
  );

  routes.get('/cases/:caseId', { summary: '案件', tag: '案件' }, ({ actor, params }) =>
    asActor(db, actor, (trx) => caseDetail(trx, actor, uuidParam(params, 'caseId'))),
  );

  const Reason = Type.Object({ reason: limited('reason') }, { additionalProperties: false });
  routes.post(
    '/cases/:caseId/reporter',
    { summary: '查阅举报人（留痕）', tag: '案件', body: Reason },
    ({ actor, params, body }) =>
      asActor(db, actor, async (trx) => {
        const caseId = uuidParam(params, 'caseId');
        // A keeper is no party to the case: what is sealed is all he sees of it.
        return revealReporter(trx, actor, caseId, body.reason);
      }),
  );
  return routes;
}
