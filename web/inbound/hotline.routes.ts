import { Type } from '@sinclair/typebox';
import { asActor, asSystem, one } from '../../core/db.ts';
import { badRequest, notFound } from '../../core/errors.ts';
import { receive } from '../../core/inbound/receive.ts';
import { supplementsOf } from '../../core/inbound/supplement.ts';
import { now } from '../../core/time.ts';
import type { Web } from '../app.ts';
import { fullCase } from '../cases/visible.ts';
import { Routes, uuidParam } from '../routing.ts';
import { tokenProof } from './door.ts';

const any = (description: string) => Type.Optional(Type.Unknown({ description }));

/** What we understand of a push. No form is prescribed: what does not fit is kept as text for the duty desk. */
const Ticket = Type.Object(
  {
    ticketNo: any('工单号，同号重复推送只建一案；内容不同的，作为补充记入在办案件'),
    kind: any('工单类型：咨询建议、求助投诉、督办、复杂、信访'),
    anonymous: any('是否匿名'),
    reporter: any('举报人姓名（加密保存）'),
    reporterPhone: any('举报人电话，写法不限（加密保存）'),
    address: any('地点'),
    lat: any('纬度'),
    lng: any('经度'),
    firmName: any('被举报单位'),
    firmUscc: any('统一社会信用代码'),
    category: any('隐患类别，见 /lookups/categories'),
    description: any('描述，全文'),
    urgent: any('是否紧急'),
    deathInvolved: any('是否涉及人员死亡'),
  },
  { additionalProperties: true },
);

const PushBack = Type.Object(
  {
    ticketNo: Type.String({ maxLength: 100 }),
    answerId: Type.String({ maxLength: 60 }),
    status: Type.String({ maxLength: 60 }),
    content: Type.String({ maxLength: 20_000 }),
  },
  { additionalProperties: false },
);

const Opened = Type.Object({ caseId: Type.String(), caseNo: Type.String() });

/**
 * 12345 tickets in, and the demo's local receiver for what goes back. Idempotent by ticket number: while the case
 * lives a repeat gets its answer, and what it says anew is added to the case; after it is closed the same number opens
 * a new round. `inboundDoor` has asked for the token before the body was read.
 */
export function inboundRoutes(web: Web): Routes {
  const { db, installation } = web;
  const routes = new Routes();

  routes.post(
    '/inbound/hotline',
    {
      summary: '12345 工单推送',
      tag: '接口',
      body: Ticket,
      auth: 'token',
      proof: tokenProof(web),
      bodyRead: true,
      answer: Opened,
      status: 201,
      alsoStatus: [200],
    },
    async ({ body, response }) => {
      if (Array.isArray(body)) throw badRequest('请一次推送一张工单（一个 JSON 对象）');
      const { caseId, caseNo, opened } = await asSystem(db, (trx) => receive(trx, body));
      if (opened) return { caseId, caseNo };
      response.status(200);
      return (response.json({ caseId, caseNo }), undefined);
    },
  );

  routes.post(
    '/inbound/hotline/receiver',
    {
      summary: '本地 12345 接收端（演示）',
      tag: '接口',
      body: PushBack,
      auth: 'token',
      proof: tokenProof(web),
      bodyRead: true,
      status: 202,
    },
    async ({ body }) => {
      if (installation.mode === 'production') throw notFound();
      await db.raw(
        `insert into hotline_receipt (answer_id, ticket_no, status, content, received_at) values (?, ?, ?, ?, ?) on conflict do nothing`,
        [body.answerId, body.ticketNo, body.status, body.content, now()],
      );
      return {
        received: (await one<{ n: number }>(
          db,
          'select count(*)::int as n from hotline_receipt where ticket_no = ?',
          [body.ticketNo],
        ))!.n,
      };
    },
  );

  routes.get(
    '/cases/:caseId/supplements',
    { summary: '12345 推送的待核对内容和补充', tag: '案件' },
    ({ actor, params }) =>
      asActor(db, actor, async (trx) => {
        const caseId = uuidParam(params, 'caseId');
        await fullCase(trx, actor, caseId);
        return { items: await supplementsOf(trx, caseId) };
      }),
  );
  return routes;
}
