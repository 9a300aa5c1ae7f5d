import { Type } from '@sinclair/typebox';
import { rows } from '../../core/db.ts';
import { law } from '../../core/law.ts';
import { citedArticles } from '../../core/paper/cited-articles.ts';
import { sought } from '../../core/text/search.ts';
import { now, shanghaiDayOf } from '../../core/time.ts';
import type { Web } from '../app.ts';
import { limited } from '../limited.ts';
import { Routes } from '../routing.ts';

const Search = Type.Object({ q: Type.Optional(limited('search')) });
const List = Type.Array(Type.Object({}, { additionalProperties: true }));
const MOST = 50;
const PERSON = `fold_text(concat_ws(' ', p.name_zh, p.account, p.post_zh, u.name_zh, f.name_zh))`;
/** As its index has it (migration 020). */
const FIRM = `fold_text(name_zh || ' ' || uscc)`;

/** What pickers offer: units, people, firms, categories, articles. */
export function lookupRoutes({ db }: Web): Routes {
  const routes = new Routes();
  routes.get('/lookups/units', { summary: '单位', tag: '字典', answer: List }, () =>
    rows(
      db,
      `select unit_id as "unitId", name_zh as name, kind, parent_id as "parentId" from unit order by path`,
    ),
  );
  routes.get(
    '/lookups/people',
    { summary: '人员', tag: '字典', answer: List, query: Search },
    ({ query }) => {
      const { sql, bindings } = sought(query.q, PERSON);
      return rows(
        db,
        `select p.account, p.name_zh as name, p.post_zh as post, coalesce(u.name_zh, f.name_zh, '') as "unitName"
       from person p left join unit u on u.unit_id = p.unit_id left join firm f on f.uscc = p.firm_uscc
       where p.active ${sql && `and ${sql}`} order by p.account limit ${MOST}`,
        bindings,
      );
    },
  );
  routes.get('/lookups/firms', { summary: '企业', tag: '字典', answer: List, query: Search }, ({ query }) => {
    const { sql, bindings } = sought(query.q, FIRM);
    return rows(
      db,
      `select uscc, name_zh as name, street_unit_id as "streetUnitId", industry from firm
       ${sql && `where ${sql}`} order by name_zh limit ${MOST}`,
      bindings,
    );
  });
  routes.get('/lookups/categories', { summary: '隐患类别', tag: '字典', answer: List }, () =>
    rows(
      db,
      `select category as value, category as label from hazard_routing group by category order by min(id)`,
    ),
  );
  routes.get('/lookups/articles', { summary: '法律条款', tag: '字典', answer: List }, async () => {
    const pack = (await law(db)).on(shanghaiDayOf(now()));
    return citedArticles(pack).map(({ value, label, confirmed }) => ({
      value,
      label: confirmed ? label : `${label}（待核实）`,
    }));
  });
  return routes;
}
