import type { Knex } from 'knex';

/**
 * The vault by key ids, so that its key can be replaced row by row; and log-in failures by account and place, so that
 * nobody can lock a colleague out (docs/decisions/0009).
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Which keys the vault's rows may be sealed with; the greatest is the one in use. Never the keys themselves: the
    -- fingerprint tells a process that it holds another key under the same id. Null until the first start.
    create table vault_key (
      key_id      integer primary key,
      fingerprint text
    );
    insert into vault_key (key_id) values (1);
    revoke insert, update, delete on vault_key from bihuan_app;
    alter table reporter_vault add column key_id integer not null default 1 references vault_key;
    create index reporter_vault_key on reporter_vault (key_id, case_id);

    -- Wrong passwords of late, by account (whether it exists or not) and where they came from. place '': the account from
    -- all places together; slot: whose turn is last, admitted: whether the latest got one.
    create table login_failure (
      account  text not null,
      place    text not null,
      failures integer not null,
      since    timestamptz not null,
      slot     timestamptz not null,
      admitted boolean not null default true,
      primary key (account, place)
    );
    create index login_failure_since on login_failure (since);
    -- Browsers in which somebody has logged in before: what strangers do elsewhere does not slow them.
    create table login_browser (
      browser text not null,
      account text not null references person,
      at      timestamptz not null,
      primary key (browser, account)
    );
    alter table person drop column failed_logins, drop column locked_until;
  `);
}
