import { Type } from '@sinclair/typebox';
import { asActor } from '../../core/db.ts';
import { acknowledge } from '../../core/escalations.ts';
import type { Web } from '../app.ts';
import { Routes, uuidParam } from '../routing.ts';
import { visibleCase } from './visible.ts';

const Comment = Type.Object(
  { comment: Type.String({ minLength: 2, maxLength: 500, pattern: '\\S', description: '签阅意见' }) },
  { additionalProperties: false },
);

/** 超期升级的签阅: by whoever an overdue clock climbed to. */
export function escalationRoutes({ db }: Web): Routes {
  const routes = new Routes();
  routes.post(
    '/cases/:caseId/clocks/:clockId/acknowledge',
    { summary: '签阅超期升级', tag: '时限', body: Comment },
    ({ actor, params, body }) =>
      asActor(db, actor, async (trx) => {
        const caseId = uuidParam(params, 'caseId');
        await visibleCase(trx, actor, caseId);
        const clockId = uuidParam(params, 'clockId');
        return { levels: await acknowledge(trx, actor, caseId, clockId, body.comment.trim()) };
      }),
  );
  return routes;
}
