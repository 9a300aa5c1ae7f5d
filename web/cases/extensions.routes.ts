import { Type } from '@sinclair/typebox';
import { asActor } from '../../core/db.ts';
import { extensionForm, requestExtension } from '../../core/extensions.ts';
import type { Web } from '../app.ts';
import { Routes, Uuid, uuidParam } from '../routing.ts';
import { visibleCase } from './visible.ts';

const Which = Type.Object({ clockId: Uuid('时限') });
const Application = Type.Object(
  { clockId: Uuid('时限'), data: Type.Record(Type.String(), Type.Unknown()) },
  { additionalProperties: false },
);

/** 申请延期: the form of a clock and the application. */
export function extensionRoutes({ db }: Web): Routes {
  const routes = new Routes();
  routes.get(
    '/cases/:caseId/extensions/form',
    { summary: '延期申请表', tag: '延期', query: Which },
    ({ actor, params, query }) =>
      asActor(db, actor, async (trx) => {
        const caseId = uuidParam(params, 'caseId');
        await visibleCase(trx, actor, caseId);
        return extensionForm(trx, actor, caseId, query.clockId.toLowerCase());
      }),
  );
  routes.post(
    '/cases/:caseId/extensions',
    { summary: '申请延期', tag: '延期', body: Application, status: 202 },
    ({ actor, params, body }) =>
      asActor(db, actor, async (trx) => {
        const caseId = uuidParam(params, 'caseId');
        await visibleCase(trx, actor, caseId);
        return requestExtension(trx, actor, caseId, body.clockId.toLowerCase(), body.data);
      }),
  );
  return routes;
}
