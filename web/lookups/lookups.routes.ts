import { Type } from '@sinclair/typebox';
import type { Actor } from '../../core/actor.ts';
import { rows, type Db } from '../../core/db.ts';
import { law } from '../../core/law.ts';
import { offeredAll } from '../../core/offered.ts';
import { knownArticles, typedArticle } from '../../core/paper/known-articles.ts';
import { may } from '../../core/policies.ts';
import { fold } from '../../core/text/fold.ts';
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
  routes.get('/lookups/units', { summary: '单位', tag: '字典', answer: List }, async ({ actor }) =>
    rows(
      db,
      `select unit_id as "unitId", name_zh as name, kind, parent_id as "parentId", successor_id is not null as dissolved from unit
       where :all or unit_id = :unit order by path`,
      { all: may(actor, 'lookup.units') || (await offeredAll(db, actor)), unit: actor.unitId },
    ),
  );
  // Who reports or answers from outside is offered colleagues of his own firm, else himself; unit is the firm's code there.
  routes.get(
    '/lookups/people',
    { summary: '人员', tag: '字典', answer: List, query: Search },
    async ({ actor, query }) => {
      const { sql, bindings } = sought(query.q, PERSON);
      return rows(
        db,
        `select p.account, p.name_zh as name, p.post_zh as post, coalesce(u.name_zh, f.name_zh, '') as "unitName"
         from person p left join unit u on u.unit_id = p.unit_id left join firm f on f.uscc = p.firm_uscc
         where p.active and (:all or p.account = :me or p.firm_uscc = any(:firms)) ${sql && `and ${sql}`}
         order by p.account limit ${MOST}`,
        { ...bindings, all: await offeredAll(db, actor), me: actor.account, firms: firmsOf(actor) },
      );
    },
  );
  routes.get(
    '/lookups/firms',
    { summary: '企业', tag: '字典', answer: List, query: Search },
    async ({ actor, query }) => {
      if (await offeredAll(db, actor)) return firms(db, query.q, null);
      const own = firmsOf(actor);
      if (own.length > 0) return firms(db, query.q, own);
      return may(actor, 'lookup.firm-names') ? firmNames(db, query.q) : [];
    },
  );
  routes.get('/lookups/categories', { summary: '隐患类别', tag: '字典', answer: List }, () =>
    rows(
      db,
      `select category as value, category as label from hazard_routing group by category order by min(id)`,
    ),
  );
  routes.get(
    '/lookups/articles',
    { summary: '法律条款', tag: '字典', query: Search, answer: List },
    async ({ query }) => {
      const pack = (await law(db)).on(shanghaiDayOf(now()));
      // With `q`: only what cannot be listed, because nobody knows how many articles its law has.
      const found = query.q ? typedArticle(query.q) : knownArticles(pack);
      return found.map(({ value, label, confirmed }) => ({
        value,
        label: confirmed ? label : `${label}（待核实）`,
      }));
    },
  );
  return routes;
}

/** Codes of the firms the actor acts for. */
const firmsOf = ({ groups }: Actor): string[] =>
  groups.filter((group) => group.startsWith('firm:')).map((group) => group.slice('firm:'.length));

/** Firms of the register, or only those named. */
function firms(db: Db, q: string | undefined, only: string[] | null) {
  const { sql, bindings } = sought(q, FIRM);
  return rows(
    db,
    `select uscc, name_zh as name, street_unit_id as "streetUnitId", industry from firm
     where (cast(:only as text[]) is null or uscc = any(:only)) ${sql && `and ${sql}`} order by name_zh limit ${MOST}`,
    { ...bindings, only },
  );
}

/** A list of all firms is not for outsiders: whoever writes a part of the name is helped with the rest of it. */
const SHORTEST_SEARCH = 2;
const NAMES = 10;

/** Names without codes, for volunteers and visitors; the product finds the firm by its name. */
async function firmNames(db: Db, q: string | undefined): Promise<{ name: string }[]> {
  const { sql, bindings } = sought(q, 'fold_text(name_zh)');
  if ([...fold(q ?? '')].length < SHORTEST_SEARCH || sql === '') return [];
  return rows<{ name: string }>(
    db,
    `select name_zh as name from firm where ${sql} order by name_zh limit ${NAMES}`,
    bindings,
  );
}
