import { Type } from '@sinclair/typebox';
import type { Actor } from '../../core/actor.ts';
import { asActor, asHouse, asSystem, one, type Trx } from '../../core/db.ts';
import { noteLook } from '../../core/access-log.ts';
import { clockLedger } from '../../core/clock-ledger.ts';
import { printDocument } from '../../core/documents.ts';
import { notFound } from '../../core/errors.ts';
import { evidenceOf } from '../../core/evidence.ts';
import { exportCase } from '../../core/export/index.ts';
import { pathOf } from '../../core/path.ts';
import { require } from '../../core/policies.ts';
import { timelineOf } from '../../core/timeline.ts';
import { evaluateCase, storedVerdict } from '../../core/verdict/index.ts';
import type { Web } from '../app.ts';
import { fullCase, mustSeeWhole, visibleCase } from '../cases/visible.ts';
import { Routes, uuidParam } from '../routing.ts';

const Inline = Type.Object({ inline: Type.Optional(Type.String({ description: '1：在页面中显示' })) });

/** 闭环审计: verdict with reasons, timeline, path, clock ledger, evidence, papers, sealed export. Read only. */
export function auditRoutes({ db }: Web): Routes {
  const routes = new Routes();
  const whole = (
    name: string,
    summary: string,
    read: (trx: Trx, caseId: string, actor: Actor) => Promise<unknown>,
  ) =>
    routes.get(`/cases/:caseId/${name}`, { summary, tag: '审计' }, ({ actor, params }) =>
      asActor(db, actor, async (trx) => {
        const caseId = uuidParam(params, 'caseId');
        await fullCase(trx, actor, caseId);
        return read(trx, caseId, actor);
      }),
    );

  whole('timeline', '办理经过（含新旧值与哈希链）', timelineOf);
  whole('path', '该版本流程图上的路径', pathOf);
  whole('clocks', '时限台账', (trx, caseId, actor) => clockLedger(trx, caseId, actor));
  whole('evidence', '前后对比证据', evidenceOf);

  routes.get(
    '/cases/:caseId/verdict',
    { summary: '闭环核验结论', tag: '审计' },
    async ({ actor, params }) => {
      const caseId = uuidParam(params, 'caseId');
      const stored = await asActor(db, actor, async (trx) => {
        await fullCase(trx, actor, caseId);
        const row = await one<{ status: string }>(trx, 'select status from cases where case_id = ?', [
          caseId,
        ]);
        return row?.status === 'sealed' ? storedVerdict(trx, caseId) : undefined;
      });
      // Judged over everything the case has, also what this desk would not be shown row by row.
      const verdict = stored ?? (await asSystem(db, (trx) => evaluateCase(trx, caseId)));
      return { ...verdict, stored: stored !== undefined };
    },
  );

  routes.get(
    '/cases/:caseId/export',
    { summary: '案卷导出（zip）', tag: '审计', produces: 'application/zip' },
    async ({ actor, params, response }) => {
      const caseId = uuidParam(params, 'caseId');
      const caseNo = await asActor(db, actor, async (trx) => {
        const { listed, scope } = await visibleCase(trx, actor, caseId);
        require(actor, 'case.export', { ownerGroup: listed.owner_group, scope });
        await noteLook(trx, actor, 'case.exported', { caseId, caseNo: listed.case_no });
        return listed.case_no;
      });
      // The file holds everything of the case, also rows this desk would not be shown one by one.
      const zip = await asSystem(db, (trx) => exportCase(trx, caseId));
      attach(response, 'application/zip', `${caseNo}.zip`, false);
      response.send(Buffer.from(zip));
    },
  );

  routes.get(
    '/documents/:docId/pdf',
    { summary: '文书 PDF', tag: '审计', query: Inline, produces: 'application/pdf' },
    async ({ actor, params, query, response }) => {
      const docId = uuidParam(params, 'docId');
      const paper = await asActor(db, actor, async (trx) => {
        const row = await one<{ case_id: string; title: string; task_groups: string[] | null }>(
          trx,
          `select d.case_id, d.title, (select array_agg(g) from task t, unnest(t.groups) g where t.doc_id = d.doc_id) as task_groups
         from document d where d.doc_id = ?`,
          [docId],
        );
        if (row === undefined) throw notFound();
        // The recipient of a document reads it, although a firm does not see the whole case.
        if (!row.task_groups?.some((group) => actor.groups.includes(group)))
          await mustSeeWhole(trx, actor, row.case_id);
        // What it says was put together by the product; who was served it reads the paper, not what it was made from.
        const pdf = await asHouse(trx, () => printDocument(trx, docId));
        await noteLook(trx, actor, 'document.read', { caseId: row.case_id, docId });
        return { pdf, title: row.title };
      });
      attach(response, 'application/pdf', `${paper.title}.pdf`, query.inline === '1');
      response.send(Buffer.from(paper.pdf));
    },
  );
  return routes;
}

function attach(response: import('express').Response, type: string, name: string, inline: boolean): void {
  response.setHeader('content-type', type);
  response.setHeader(
    'content-disposition',
    `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`,
  );
}
