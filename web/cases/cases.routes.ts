import { createHash } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import type { Actor } from '../../core/actor.ts';
import { canonical } from '../../core/canonical.ts';
import { CASE_SORTS, listCases, listedCase } from '../../core/case-list.ts';
import { asActor, one, type Trx } from '../../core/db.ts';
import { latestDefinition } from '../../core/definitions.ts';
import { badRequest, conflict, notFound } from '../../core/errors.ts';
import { law } from '../../core/law.ts';
import { require } from '../../core/policies.ts';
import { prefill } from '../../core/prefill.ts';
import { possibleDuplicates, startCase } from '../../core/start-case.ts';
import { now } from '../../core/time.ts';
import { revealReporter } from '../../core/vault.ts';
import type { Web } from '../app.ts';
import { caseRows } from '../present.ts';
import { limited } from '../limited.ts';
import { Routes, uuidParam } from '../routing.ts';
import { caseDetail } from './case-detail.ts';
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
      body: FormData,
      headers: { 'Idempotency-Key': Key },
      answer: Opened,
      status: 201,
    },
    async ({ actor, params, body, request }) => {
      const key = request.header('idempotency-key') ?? '';
      if (!/^[\w-]{8,100}$/.test(key))
        throw badRequest('请求没有编号，请带上 Idempotency-Key 请求头（8–100 位字母、数字、-、_）');
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
