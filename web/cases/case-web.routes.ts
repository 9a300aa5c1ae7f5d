import { caseWeb } from '../../core/case-web.ts';
import { asActor, asSystem } from '../../core/db.ts';
import { CASE_STATUS, wordOf } from '../../core/words.ts';
import type { Web } from '../app.ts';
import { processName } from '../present.ts';
import { Routes, uuidParam } from '../routing.ts';
import { fullCase } from './visible.ts';

/** 案件关系图 of one case, for whoever sees the whole of it. */
export function caseWebRoutes({ db }: Web): Routes {
  const routes = new Routes();
  routes.get('/cases/:caseId/web', { summary: '案件关系图', tag: '案件' }, async ({ actor, params }) => {
    const caseId = uuidParam(params, 'caseId');
    await asActor(db, actor, (trx) => fullCase(trx, actor, caseId));
    // Neighbours that the reader may not see stand in the picture too, without content.
    const web = await asSystem(db, (trx) => caseWeb(trx, actor, caseId));
    const processes = [...new Set(web.nodes.flatMap(({ process }) => process ?? []))];
    const names = new Map(
      await Promise.all(processes.map(async (p) => [p, await processName(db, p)] as const)),
    );
    return {
      ...web,
      nodes: web.nodes.map((node) => ({
        ...node,
        processName: node.process && names.get(node.process),
        statusName: node.kind === 'case' ? wordOf(CASE_STATUS, node.status) : null,
      })),
    };
  });
  return routes;
}
