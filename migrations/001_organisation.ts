import type { Knex } from 'knex';

/** Who there is: units, people, their groups, firms, the routing table, and this installation itself. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create extension if not exists pg_trgm;

    -- One row: what this installation is. The broker epoch changes whenever the broker's data was wiped,
    -- because a wiped broker hands out the same keys again (engine.md).
    create table installation (
      id             integer primary key default 1 check (id = 1),
      mode           text not null check (mode in ('demo', 'test', 'production')),
      broker_epoch   text not null,
      clock_offset_ms bigint not null default 0,
      created_at     timestamptz not null default now()
    );

    create table unit (
      unit_id      text primary key,
      parent_id    text references unit,
      name_zh      text not null,
      kind         text not null,
      path         text not null,
      successor_id text references unit
    );

    create table firm (
      uscc           text primary key,
      name_zh        text not null,
      street_unit_id text references unit,
      industry       text,
      risk_level     text,
      employees      integer,
      parent_unit_id text references unit
    );

    create table person (
      account       text primary key,
      name_zh       text not null,
      unit_id       text references unit,
      firm_uscc     text references firm,
      post_zh       text not null default '',
      password_hash text,
      failed_logins integer not null default 0,
      locked_until  timestamptz,
      active        boolean not null default true
    );

    create table membership (
      account text not null references person,
      grp     text not null,
      from_at timestamptz not null default now(),
      until_at timestamptz,
      primary key (account, grp, from_at)
    );
    create index membership_grp on membership (grp);

    create table hazard_routing (
      id              integer generated always as identity primary key,
      category        text not null,
      industry        text not null,
      lead_unit_id    text not null,
      helper_unit_ids text[] not null default '{}',
      fallback        text not null,
      basis_zh        text not null,
      status          text not null
    );

    create table session (
      sid    text primary key,
      sess   json not null,
      expire timestamptz not null
    );
    create index session_expire on session (expire);
  `);
}
