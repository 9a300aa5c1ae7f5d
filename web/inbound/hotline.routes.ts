import { Type, type Static } from '@sinclair/typebox';
import type { Actor } from '../../core/actor.ts';
import { liveCase } from '../../core/cases.ts';
import { asSystem, one } from '../../core/db.ts';
import { latestDefinition } from '../../core/definitions.ts';
import { AppError, notFound } from '../../core/errors.ts';
import { hotlineMay } from '../../core/hotline.ts';
import { startCase } from '../../core/start-case.ts';
import { now } from '../../core/time.ts';
import type { Web } from '../app.ts';
import { Routes } from '../routing.ts';

const Ticket = Type.Object(
  {
    ticketNo: Type.String({
      minLength: 4,
      maxLength: 60,
      pattern: '^[0-9A-Za-z_-]+$',
      description: '工单号，同号重复推送只建一案',
    }),
    kind: Type.Union(
      ['咨询建议', '求助投诉', '督办', '复杂', '信访'].map((kind) => Type.Literal(kind)),
      { description: '工单类型' },
    ),
    anonymous: Type.Boolean(),
    reporter: Type.Optional(Type.String({ minLength: 1, maxLength: 50 })),
    reporterPhone: Type.Optional(Type.String({ minLength: 5, maxLength: 20 })),
    address: Type.String({ minLength: 2, maxLength: 200 }),
    lat: Type.Optional(Type.Number({ minimum: -90, maximum: 90 })),
    lng: Type.Optional(Type.Number({ minimum: -180, maximum: 180 })),
    firmName: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    firmUscc: Type.Optional(Type.String({ pattern: '^[0-9A-Z]{18}$' })),
    category: Type.String({ minLength: 1, maxLength: 50 }),
    description: Type.String({ minLength: 10, maxLength: 2000 }),
    urgent: Type.Optional(Type.Boolean()),
    deathInvolved: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

const PushBack = Type.Object(
  {
    ticketNo: Type.String({ maxLength: 60 }),
    answerId: Type.String({ maxLength: 60 }),
    status: Type.String({ maxLength: 60 }),
    content: Type.String({ maxLength: 2000 }),
  },
  { additionalProperties: false },
);

const Opened = Type.Object({ caseId: Type.String(), caseNo: Type.String() });

/** The 12345 platform as an actor: it registers reports and sees nothing. */
const HOTLINE: Actor = {
  account: 'hotline',
  name: '12345热线',
  unitId: 'cyzx',
  post: '',
  groups: ['duty'],
  readsAll: false,
};
const PROCESS = 'hazard-dispatch';

/**
 * 12345 tickets in, and the demo's local receiver for what goes back. Idempotent by ticket number: while the case
 * lives a repeat gets its answer; after it is closed the same number opens a new round.
 */
export function inboundRoutes({ db, installation }: Web): Routes {
  const routes = new Routes();
  const guard = (authorization: string | undefined) => {
    if (!hotlineMay(authorization, installation.secret))
      throw new AppError('unauthenticated', 401, '接口令牌不正确');
  };

  routes.post(
    '/inbound/hotline',
    {
      summary: '12345 工单推送',
      tag: '接口',
      body: Ticket,
      auth: 'token',
      proof: guard,
      characters: 'mend',
      answer: Opened,
      status: 201,
      alsoStatus: [200],
    },
    async ({ body, response }) => {
      return asSystem(db, async (trx) => {
        // One ticket at a time: two equal pushes at once must not open two rounds.
        await trx.raw('select pg_advisory_xact_lock(hashtext(?))', [`hotline:${body.ticketNo}`]);
        const live = await liveCase(trx, PROCESS, body.ticketNo);
        if (live !== undefined) {
          response.status(200);
          return (response.json({ caseId: live.case_id, caseNo: live.case_no }), undefined);
        }
        const { meta, form } = await latestDefinition(trx, PROCESS).then((d) => ({
          meta: d.meta,
          form: d.form(d.meta.startForm!),
        }));
        return startCase(trx, HOTLINE, meta, form, intake(body), {
          entry: 'report',
          startMessage: 'hazard.ticket',
          businessKey: body.ticketNo,
        });
      });
    },
  );

  routes.post(
    '/inbound/hotline/receiver',
    {
      summary: '本地 12345 接收端（演示）',
      tag: '接口',
      body: PushBack,
      auth: 'token',
      proof: guard,
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
  return routes;
}

function intake(ticket: Static<typeof Ticket>): Record<string, unknown> {
  return {
    source: '12345',
    ticketNo: ticket.ticketNo,
    ticketKind: ticket.kind,
    anonymous: ticket.anonymous ? 'yes' : 'no',
    ...(ticket.anonymous ? {} : { reporter: ticket.reporter, reporterPhone: ticket.reporterPhone }),
    ...(ticket.firmName
      ? { object: { name: ticket.firmName, ...(ticket.firmUscc ? { uscc: ticket.firmUscc } : {}) } }
      : {}),
    place: {
      address: ticket.address,
      ...(ticket.lat === undefined || ticket.lng === undefined ? {} : { lat: ticket.lat, lng: ticket.lng }),
    },
    category: ticket.category,
    description: ticket.description,
    urgency: ticket.urgent ? 'urgent' : 'normal',
    deathInvolved: ticket.deathInvolved ? 'yes' : 'no',
  };
}
