import type { Knex } from 'knex';

/** The law as data: versions of the pack, time limits, amounts, the China work calendar. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table legal_pack (
      version        integer primary key,
      effective_from date not null,
      effective_to   date,
      note           text not null default ''
    );
    create table legal_clock (
      pack_version integer not null references legal_pack,
      key          text not null,
      row          jsonb not null,
      primary key (pack_version, key)
    );
    create table legal_amount (
      pack_version integer not null references legal_pack,
      key          text not null,
      row          jsonb not null,
      primary key (pack_version, key)
    );
    create table calendar_year (
      year   integer primary key,
      notice text not null
    );
    create table calendar_day (
      day     date primary key,
      kind    text not null check (kind in ('holiday', 'workday')),
      name_zh text not null
    );
  `);
}
