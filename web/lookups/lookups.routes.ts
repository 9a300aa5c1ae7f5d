import { Type } from '@sinclair/typebox';
import type { Actor } from '../../core/actor.ts';
import { rows, type Db } from '../../core/db.ts';
import { like } from '../../core/inbox.ts';
import { law } from '../../core/law.ts';
import { citedArticles } from '../../core/paper/cited-articles.ts';
import { may } from '../../core/policies.ts';
import { now, shanghaiDayOf } from '../../core/time.ts';
import type { Web } from '../app.ts';
import { Routes } from '../routing.ts';

const Search = Type.Object({ q: Type.Optional(Type.String({ maxLength: 100 })) });
const List = Type.Array(Type.Object({}, { additionalProperties: true }));
const MOST = 50;

/** What pickers offer: units, people, firms, categories, articles. */
export function lookupRoutes({ db }: Web): Routes {
  const routes = new Routes();
  routes.get('/lookups/units', { summary: '单位', tag: '字典', answer: List }, ({ actor }) =>
    rows(
      db,
      `select unit_id as "unitId", name_zh as name, kind, parent_id as "parentId" from unit
       where :all or unit_id = :unit order by path`,
      { all: may(actor, 'lookup.all'), unit: actor.unitId },
    ),
  );
  // Who reports or answers from outside is offered colleagues of his own firm, else himself; unit is the firm's code there.
  routes.get(
    '/lookups/people',
    { summary: '人员', tag: '字典', answer: List, query: Search },
    ({ actor, query }) =>
      rows(
        db,
        `select p.account, p.name_zh as name, p.post_zh as post, coalesce(u.name_zh, f.name_zh, '') as "unitName"
       from person p left join unit u on u.unit_id = p.unit_id left join firm f on f.uscc = p.firm_uscc
       where p.active and (:all or p.account = :me or p.firm_uscc = any(:firms))
         and (cast(:q as text) is null or p.name_zh ilike :q or p.account ilike :q or u.name_zh ilike :q) order by p.account limit ${MOST}`,
        { q: like(query.q), all: may(actor, 'lookup.all'), me: actor.account, firms: firmsOf(actor) },
      ),
  );
  routes.get(
    '/lookups/firms',
    { summary: '企业', tag: '字典', answer: List, query: Search },
    ({ actor, query }) => {
      if (may(actor, 'lookup.all')) return firms(db, query.q, null);
      const own = firmsOf(actor);
      return own.length > 0 ? firms(db, query.q, own) : firmNames(db, query.q);
    },
  );
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

/** Codes of the firms the actor acts for. */
const firmsOf = ({ groups }: Actor): string[] =>
  groups.filter((group) => group.startsWith('firm:')).map((group) => group.slice('firm:'.length));

/** Firms of the register, or only those named. */
const firms = (db: Db, q: string | undefined, only: string[] | null) =>
  rows(
    db,
    `select uscc, name_zh as name, street_unit_id as "streetUnitId", industry from firm
     where (cast(:only as text[]) is null or uscc = any(:only)) and (cast(:q as text) is null or name_zh ilike :q or uscc ilike :q)
     order by name_zh limit ${MOST}`,
    { q: like(q), only },
  );

/** A list of all firms is not for outsiders: whoever writes a part of the name is helped with the rest of it. */
const SHORTEST_SEARCH = 2;
const NAMES = 10;

/** Names without codes, for volunteers and visitors; the product finds the firm by its name. */
const firmNames = async (db: Db, q: string | undefined): Promise<{ name: string }[]> =>
  [...(q ?? '').trim()].length < SHORTEST_SEARCH
    ? []
    : rows<{ name: string }>(
        db,
        `select name_zh as name from firm where name_zh ilike :q order by name_zh limit ${NAMES}`,
        { q: like(q) },
      );
