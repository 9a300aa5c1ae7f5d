import { Type } from '@sinclair/typebox';
import { askedForm, sendAsked } from '../../core/asked-messages.ts';
import { asActor } from '../../core/db.ts';
import { onceIfNamed } from '../../core/submission/once.ts';
import type { Web } from '../app.ts';
import { Routes, uuidParam } from '../routing.ts';
import { visibleCase } from './visible.ts';

const Sent = Type.Object(
  { data: Type.Record(Type.String(), Type.Unknown()) },
  { additionalProperties: false },
);

/** 来件: what people send to a case under way where its diagram listens (申请改期, 群众线索). */
export function messageRoutes({ db }: Web): Routes {
  const routes = new Routes();
  routes.get(
    '/cases/:caseId/messages/:elementId',
    { summary: '来件表单', tag: '案件' },
    ({ actor, params }) =>
      asActor(db, actor, async (trx) => {
        const caseId = uuidParam(params, 'caseId');
        await visibleCase(trx, actor, caseId);
        return askedForm(trx, actor, caseId, params.elementId!);
      }),
  );
  routes.post(
    '/cases/:caseId/messages/:elementId',
    { summary: '登记来件', tag: '案件', body: Sent, status: 202 },
    ({ actor, params, body, request }) =>
      asActor(db, actor, async (trx) => {
        const caseId = uuidParam(params, 'caseId');
        await visibleCase(trx, actor, caseId);
        return onceIfNamed(
          trx,
          actor,
          request.header('idempotency-key'),
          [caseId, params.elementId, body.data],
          () => sendAsked(trx, actor, caseId, params.elementId!, body.data),
        );
      }),
  );
  return routes;
}
