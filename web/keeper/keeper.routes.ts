import { Type } from '@sinclair/typebox';
import { asActor } from '../../core/db.ts';
import { ownReadings, sealedReporters } from '../../core/reporter-reading.ts';
import type { Web } from '../app.ts';
import { Routes } from '../routing.ts';

const Search = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 100 })),
  cursor: Type.Optional(Type.String({ maxLength: 500 })),
});

/** 举报信息保密员: the cases whose reporter is sealed, by number alone, and what one has opened oneself. */
export function keeperRoutes({ db }: Web): Routes {
  const routes = new Routes();
  routes.get(
    '/reporters',
    { summary: '存有举报人信息的案件（只有案号）', tag: '举报人', query: Search },
    ({ actor, query }) =>
      asActor(db, actor, async (trx) => {
        const found = await sealedReporters(trx, actor, query);
        return { ...found, items: found.items.map((row) => ({ ...row, at: row.at.toISOString() })) };
      }),
  );
  routes.get('/reporters/readings', { summary: '本人的查阅记录', tag: '举报人' }, ({ actor }) =>
    asActor(db, actor, async (trx) => ({
      items: (await ownReadings(trx, actor)).map((row) => ({ ...row, at: row.at.toISOString() })),
    })),
  );
  return routes;
}
