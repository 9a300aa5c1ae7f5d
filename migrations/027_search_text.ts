import type { Knex } from 'knex';
import { FOLD, SAME_SIGNS, UNSEEN_RANGES } from '../core/text/fold.ts';

const hex = (point: number): string => point.toString(16).padStart(4, '0');
const codes = (text: string): string[] => [...text].map((char) => hex(char.codePointAt(0)!));
/** As a text of SQL (`U&'…'`), and as a set of a regular expression, in which no sign has a meaning of its own. */
const text = (chars: string): string =>
  `U&'${codes(chars)
    .map((code) => `\\${code}`)
    .join('')}'`;
const set = (chars: string): string =>
  `'[${codes(chars)
    .map((code) => `\\u${code}`)
    .join('')}]'`;

/**
 * The folded search text was the dearest part of opening a case: `translate` compares every character with each of 160, twice, and
 * insiders' and outsiders' text are mostly the same. Now each kind of sign is one regular expression, the second pass
 * is made only where a sign came up, and equal texts are folded and stored once. What comes out is the same.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(foldText().replaceAll('?', '\\?'));
  await knex.raw(`
    alter table cases alter column search_out_fold
      set expression as (case when search_out <> search then fold_text(search_out) end);
  `);
  await remake(knex, 'case_seen', (body) => probing(outsidersText(body)));
  await remake(knex, 'case_found', outsidersText);
}

function foldText(): string {
  const unseen = `'[${UNSEEN_RANGES.map(([a, b]) => `\\u${hex(a)}-\\u${hex(b)}`).join('')}]'`;
  const signs = SAME_SIGNS.map(
    ([one, others]) => `t := regexp_replace(t, ${set(others)}, ${text(one)}, 'g');`,
  );
  return `
    create or replace function fold_text(given text) returns text language plpgsql immutable strict parallel safe as $$
    declare t text := regexp_replace(given, ${unseen}, '', 'g');
    begin
      ${signs.join('\n      ')}
      -- Radicals as PDFs hold them are rare.
      if t ~ '[\\u2e80-\\u2fff]' then t := translate(t, ${text(FOLD.from)}, ${text(FOLD.to)}); end if;
      t := lower(normalize(t, NFKC));
      -- A compatibility form may fold into a sign that folds on.
      if t ~ ${set(FOLD.from)} then t := translate(t, ${text(FOLD.from)}, ${text(FOLD.to)}); end if;
      return btrim(regexp_replace(t, '[ \\u0009\\u000a\\u000b\\u000c\\u000d\\u0085\\u00a0\\u1680\\u2028\\u2029]+', ' ', 'g'));
    end $$`;
}

/** A view of migration 021 with some of its words put differently; its columns stay. */
async function remake(knex: Knex, view: string, put: (body: string) => string): Promise<void> {
  const { rows } = await knex.raw<{ rows: { text: string }[] }>(
    `select pg_get_viewdef(cast(? as regclass)) as text`,
    [view],
  );
  await knex.raw(`create or replace view ${view} as ${put(rows[0]!.text)}`.replaceAll('?', '\\?'));
}

/** Where outsiders are given the same text as insiders there is none of their own. */
const outsidersText = (body: string): string =>
  replaced(body, /ELSE (\w+\.)?search_out_fold/, 'ELSE coalesce($1search_out_fold, $1search_fold)');

/**
 * One probe of an index instead of a call of a function, which costs ten times as much for each row of a walk. As a value with
 * a limit, not as `exists`: that one the planner may answer by hashing all cases of the person, for a page of twenty.
 */
const probing = (body: string): string =>
  replaced(
    replaced(body, /\bsees_whole_case\(c\.case_id\)/, party(`and p.scope = 'full'`)),
    /\bsees_case\(c\.case_id\)/,
    party(''),
  );

const party = (scope: string): string =>
  `coalesce((select true from case_party p where p.case_id = c.case_id ${scope}
     and p.grp = any ((select my_groups())::text[]) limit 1), false)`;

function replaced(body: string, what: RegExp, by: string): string {
  const text = body.replace(what, by);
  if (text === body) throw new Error(`migration 021 made this view otherwise: ${what.source}`);
  return text;
}
