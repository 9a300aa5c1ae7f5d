import { asSystem, one } from '../../core/db.ts';
import { AppError, notFound } from '../../core/errors.ts';
import { require } from '../../core/policies.ts';
import type { Web } from '../app.ts';
import { Routes } from '../routing.ts';
import type { SampleStage } from './progress.ts';

/**
 * 一键生成示范案件: play about thirty cases, see how far it has come, stop. In a demo only; elsewhere the routes do not
 * exist. Anybody may look, for the log-in page shows it; a person of the demo begins and stops it.
 */
export function sampleRoutes({ db, installation, sample }: Web): Routes {
  const routes = new Routes();
  const stage = (): SampleStage => {
    if (installation.mode !== 'demo' || sample === undefined) throw notFound('没有这个接口');
    return sample;
  };
  const answer = async () => {
    const progress = stage().progress();
    const found = await asSystem(db, (trx) =>
      one<{ any: boolean }>(trx, 'select exists (select 1 from cases) as any'),
    );
    return { ...progress, empty: found?.any !== true };
  };

  routes.get('/demo/sample', { summary: '示范案件：进度', tag: '演示', auth: 'none' }, answer);

  routes.post('/demo/sample', { summary: '示范案件：开始生成', tag: '演示', status: 202 }, ({ actor }) => {
    const player = stage();
    require(actor, 'sample.play');
    if (!player.start()) throw new AppError('sample-running', 409, '正在生成示范案件，请等这一次完成');
    return answer();
  });

  routes.delete('/demo/sample', { summary: '示范案件：停止生成', tag: '演示' }, ({ actor }) => {
    const player = stage();
    require(actor, 'sample.play');
    player.cancel();
    return answer();
  });
  return routes;
}
