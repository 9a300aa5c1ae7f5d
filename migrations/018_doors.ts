import type { Knex } from 'knex';

/**
 * The vault by key ids, so that its key can be replaced row by row; and log-in failures by account and address, so that
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

    -- Wrong passwords of late. address '': of the account from all addresses together, slot = the next one's turn.
    create table login_failure (
      account  text not null,
      address  text not null,
      failures integer not null,
      since    timestamptz not null,
      slot     timestamptz not null,
      primary key (account, address)
    );
    create index login_failure_since on login_failure (since);
    alter table person drop column failed_logins, drop column locked_until;
  `);
}
