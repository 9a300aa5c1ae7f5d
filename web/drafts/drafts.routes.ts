import { Type } from '@sinclair/typebox';
import { asActor } from '../../core/db.ts';
import { draftKeyOf, dropStartDraft, ownStartDraft, saveStartDraft, startDrafts } from '../../core/drafts.ts';
import type { Web } from '../app.ts';
import { startingForm } from '../cases/starting-form.ts';
import { Routes } from '../routing.ts';
import { draftFields } from './fields.ts';

const Draft = Type.Object(draftFields, { additionalProperties: false });

/** Drafts of start forms, and the key that seals what a browser keeps for its person. */
export function draftRoutes({ db }: Web): Routes {
  const routes = new Routes();
  routes.get('/drafts', { summary: '草稿箱：新建表单的草稿', tag: '草稿' }, ({ actor }) =>
    asActor(db, actor, async (trx) => ({
      items: (await startDrafts(trx, actor)).map(({ process, saved_at }) => ({
        process,
        savedAt: saved_at.toISOString(),
      })),
    })),
  );
  routes.get('/drafts/key', { summary: '本机草稿的密钥', tag: '草稿' }, ({ actor, response }) => {
    response.setHeader('cache-control', 'no-store');
    return asActor(db, actor, async (trx) => ({ key: await draftKeyOf(trx, actor) }));
  });
  routes.get('/processes/:process/draft', { summary: '新建表单的草稿', tag: '草稿' }, ({ actor, params }) =>
    asActor(db, actor, async (trx) => {
      const { meta } = await startingForm(trx, actor, params.process!);
      return { draft: await ownStartDraft(trx, actor, meta.process) };
    }),
  );
  routes.post(
    '/processes/:process/draft',
    { summary: '保存新建表单的草稿', tag: '草稿', body: Draft },
    ({ actor, params, body }) =>
      asActor(db, actor, async (trx) => {
        const { meta, form } = await startingForm(trx, actor, params.process!);
        return saveStartDraft(trx, actor, meta.process, form, body);
      }),
  );
  routes.delete(
    '/processes/:process/draft',
    { summary: '放弃新建表单的草稿', tag: '草稿' },
    ({ actor, params }) =>
      asActor(db, actor, async (trx) => void (await dropStartDraft(trx, actor, params.process!))),
  );
  return routes;
}
