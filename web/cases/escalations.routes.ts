import { Type } from '@sinclair/typebox';
import { asActor } from '../../core/db.ts';
import { acknowledge } from '../../core/escalations.ts';
import type { Web } from '../app.ts';
import { limited } from '../limited.ts';
import { Routes, Uuid, uuidParam } from '../routing.ts';
import { visibleCase } from './visible.ts';

const Comment = Type.Object(
  { comment: limited('comment', { pattern: '\\S', description: '签阅意见' }) },
  { additionalProperties: false },
);

const Several = Type.Composite(
  [
    Comment,
    Type.Object({
      clockIds: Type.Array(Uuid(), {
        minItems: 1,
        maxItems: 2_000,
        uniqueItems: true,
      }),
    }),
  ],
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
  routes.post(
    '/cases/:caseId/acknowledgements',
    { summary: '一并签阅多项超期升级（全部签阅或一项都不签阅）', tag: '时限', body: Several },
    ({ actor, params, body }) =>
      asActor(db, actor, async (trx) => {
        const caseId = uuidParam(params, 'caseId');
        await visibleCase(trx, actor, caseId);
        let acknowledged = 0;
        // In one order, so that two people who do this at once wait for each other instead of locking each other out.
        for (const clockId of body.clockIds.map((id) => id.toLowerCase()).toSorted())
          acknowledged +=
            (await acknowledge(trx, actor, caseId, clockId, body.comment.trim())).length > 0 ? 1 : 0;
        return { acknowledged };
      }),
  );
  return routes;
}
