import type { Knex } from 'knex';
import { FOLD, UNSEEN_RANGES } from '../core/text/fold.ts';

const code = (char: string): string => char.codePointAt(0)!.toString(16).padStart(4, '0');
const escaped = (chars: Iterable<string>): string => [...chars].map((char) => `\\${code(char)}`).join('');
const unseen = UNSEEN_RANGES.flatMap(([from, to]) =>
  Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)),
);

/**
 * Searching as people write (core/text/fold.ts): `fold_text` is what `fold` is in TypeScript, so that what is stored and what
 * is typed are compared alike: width, case, compatibility forms, brackets, dots, dashes. Cases keep their folded search text, for the
 * trigram index; what 12345 told beside what fits the form is kept for the desk.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- The table is applied twice: compatibility forms may fold into a sign that folds on.
    create function fold_text(given text) returns text language sql immutable strict parallel safe as $$
      select btrim(regexp_replace(
        translate(
          lower(normalize(translate(given, U&'${escaped(FOLD.from)}${escaped(unseen)}', U&'${escaped(FOLD.to)}'), NFKC)),
          U&'${escaped(FOLD.from)}', U&'${escaped(FOLD.to)}'),
        U&'[ \\0009\\000a\\000b\\000c\\000d\\0085\\00a0\\1680\\2028\\2029]+', ' ', 'g'))
    $$;

    alter table cases add column search_fold text generated always as (fold_text(search)) stored;
    create index cases_search_fold on cases using gin (search_fold gin_trgm_ops);
    -- Nothing looks into the unfolded text any more.
    drop index cases_search;
    -- Row-level security asks its own question of every case before any other, so under it no index of texts is used. This
    -- looks first, past the policies, and gives ids only; whoever reads the cases by them is asked as always.
    create function cases_found(patterns text[], most integer) returns setof uuid
      language plpgsql stable security definer set search_path = pg_catalog, public as $$
    begin
      return query execute format('select case_id from cases where %s limit %s',
        (select string_agg(format('search_fold like %L', p), ' and ') from unnest(patterns) p), most);
    end $$;
    revoke all on function cases_found(text[], integer) from public;
    grant execute on function cases_found(text[], integer) to bihuan_app;
    create index firm_search_fold on firm using gin (fold_text(name_zh || ' ' || uscc) gin_trgm_ops);

    -- What came in beside the form: values of a push that fit no field, and what was pushed later under the same number.
    create table case_supplement (
      supplement_id uuid primary key,
      case_id       uuid not null references cases,
      kind          text not null check (kind in ('unfit', 'addition')),
      no            integer not null,
      label         text not null,
      text          text not null,
      why           text not null,
      by            text not null,
      at            timestamptz not null,
      unique (case_id, no)
    );
    -- Which pushes a case has heard already: of equal ones the first counts.
    create table case_push (
      case_id uuid not null references cases,
      hash    text not null,
      at      timestamptz not null,
      primary key (case_id, hash)
    );
  `);
  for (const table of ['case_supplement', 'case_push'])
    await knex.raw(`
      alter table ${table} enable row level security;
      create policy ${table}_seen on ${table} for select to bihuan_app using (sees_case(case_id));
      create policy ${table}_added on ${table} for insert to bihuan_app with check (sees_case(case_id));
      revoke update, delete, truncate on ${table} from bihuan_app;
    `);
}
