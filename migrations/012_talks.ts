import { readFileSync } from 'node:fs';
import type { Knex } from 'knex';
import { readCsv, type CsvRow } from '../core/csv.ts';

const data = (name: string): CsvRow[] =>
  readCsv(readFileSync(new URL(`./data/${name}`, import.meta.url), 'utf8'));

/** 约谈: the rules that trigger one, what triggered which talk, and what was made public. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Rules as data: what is counted (fact_kind), from which row of the legal pack the threshold and the window come, and
    -- which table it is counted in. A rule whose table is not there yet cannot be measured, and says so.
    create table talk_rule (
      rule         text primary key,
      name_zh      text not null,
      fact_kind    text not null,
      limit_key    text,
      source_table text,
      basis_zh     text not null,
      status       text not null,
      note_zh      text not null default ''
    );

    -- Every scan of all cases: when it was made and how much it raised. No business data.
    create table talk_scan (
      scan_id uuid primary key default gen_random_uuid(),
      at      timestamptz not null,
      hits    integer not null,
      capped  boolean not null
    );
    create index talk_scan_at on talk_scan (at desc);

    -- One row per trigger and case opened for it. talk_case_id: the talk that deals with it, another one after a merge.
    create table talk_trigger (
      trigger_id     text not null,
      case_id        uuid not null references cases,
      talk_case_id   uuid not null references cases,
      rule           text not null references talk_rule,
      unit_id        text,
      causes         text[] not null default '{}',
      fact           text not null default '',
      source_case_id uuid references cases,
      at             timestamptz not null,
      primary key (trigger_id, case_id)
    );
    create index talk_trigger_talk on talk_trigger (talk_case_id);
    create index talk_trigger_unit on talk_trigger (unit_id, at desc);
    alter table talk_trigger enable row level security;
    create policy talk_trigger_seen on talk_trigger for select to bihuan_app using (sees_case(talk_case_id) or sees_case(case_id));
    create policy talk_trigger_changed on talk_trigger for update to bihuan_app using (sees_case(talk_case_id));
    create policy talk_trigger_added on talk_trigger for insert to bihuan_app with check (true);

    create table talk_publication (
      case_id      uuid primary key references cases,
      text         text not null,
      published_at timestamptz not null
    );
    alter table talk_publication enable row level security;
    create policy talk_publication_seen on talk_publication for select to bihuan_app using (sees_case(case_id));
    create policy talk_publication_changed on talk_publication for update to bihuan_app using (sees_case(case_id));
    create policy talk_publication_added on talk_publication for insert to bihuan_app with check (true);
  `);
  await seed(knex);
}

async function seed(knex: Knex): Promise<void> {
  await knex('talk_rule').insert(
    data('talk-rules.csv').map((row) => ({
      ...row,
      limit_key: row.limit_key || null,
      source_table: row.source_table || null,
    })),
  );
  // An installation whose pack was written before these rows were: they come into its versions too.
  for (const row of data('legal-amounts.csv').filter(({ key }) => key!.startsWith('talk.t')))
    await knex.raw(
      `insert into legal_amount (pack_version, key, row) select version, ?, ? from legal_pack on conflict do nothing`,
      [row.key!, JSON.stringify(row)],
    );
}
