import { Type } from '@sinclair/typebox';
import { asActor } from '../../core/db.ts';
import { mergeItem, mergeTargets, transferItem } from '../../core/item-moves.ts';
import type { Web } from '../app.ts';
import { limited } from '../limited.ts';
import { Routes, Uuid, uuidParam } from '../routing.ts';
import { visibleCase } from './visible.ts';

const Merge = Type.Object({ mergedInto: Uuid('并入的事项') }, { additionalProperties: false });
const Transfer = Type.Object(
  {
    receiver: Type.String({ minLength: 2, maxLength: 64, description: '接收单位' }),
    reason: limited('transferReason'),
  },
  { additionalProperties: false },
);

const Search = Type.Object({ q: Type.Optional(limited('search')) });

/** 事项合并与移交: ends besides 销号, asked for by the group that owns the case while the item is being rectified. */
export function itemRoutes({ db }: Web): Routes {
  const routes = new Routes();
  routes.get(
    '/cases/:caseId/items/:itemId/merge-targets',
    { summary: '可并入的事项（按案号、标题查找）', tag: '事项', query: Search },
    ({ actor, params, query }) =>
      asActor(db, actor, async (trx) => {
        const caseId = uuidParam(params, 'caseId');
        await visibleCase(trx, actor, caseId);
        return { items: await mergeTargets(trx, actor, caseId, uuidParam(params, 'itemId'), query.q) };
      }),
  );
  routes.post(
    '/cases/:caseId/items/:itemId/merge',
    { summary: '事项合并', tag: '事项', body: Merge, status: 202 },
    ({ actor, params, body }) =>
      asActor(db, actor, async (trx) => {
        const caseId = uuidParam(params, 'caseId');
        await visibleCase(trx, actor, caseId);
        await mergeItem(trx, actor, caseId, uuidParam(params, 'itemId'), body.mergedInto.toLowerCase());
        return {};
      }),
  );
  routes.post(
    '/cases/:caseId/items/:itemId/transfer',
    { summary: '事项移交', tag: '事项', body: Transfer, status: 202 },
    ({ actor, params, body }) =>
      asActor(db, actor, async (trx) => {
        const caseId = uuidParam(params, 'caseId');
        await visibleCase(trx, actor, caseId);
        await transferItem(trx, actor, caseId, uuidParam(params, 'itemId'), body.receiver, body.reason);
        return {};
      }),
  );
  return routes;
}
