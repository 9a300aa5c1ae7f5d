import type { Knex } from 'knex';

const CASE_TABLES = [
  'cases',
  'case_party',
  'task',
  'submission',
  'item',
  'evidence',
  'document',
  'service_receipt',
  'answer',
  'explanation',
  'clock',
  'extension',
  'lesson',
  'verdict',
  'pending_trigger',
  'audit_event',
  'reporter_vault',
  'vault_read',
];

/**
 * The application's role owns nothing. Under the policies of core/policies.ts lies row-level security: a
 * transaction sees only cases to which one of its groups is party (`bihuan.groups`), unless it runs for the
 * product itself or for a desk that reads all cases (`bihuan.scope = 'all'`). Nothing set means nothing seen.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    do $$ begin
      if not exists (select 1 from pg_roles where rolname = 'bihuan_app') then create role bihuan_app nologin; end if;
    end $$;
    grant usage on schema public to bihuan_app;
    grant select, insert, update, delete on all tables in schema public to bihuan_app;
    grant usage on all sequences in schema public to bihuan_app;
    -- Tables of later migrations too; what the application must not write is revoked where it is made.
    alter default privileges in schema public grant select, insert, update, delete on tables to bihuan_app;
    alter default privileges in schema public grant usage on sequences to bihuan_app;
    revoke update, delete, truncate on audit_event, checkpoint, security_event from bihuan_app;
    revoke insert, update, delete on legal_pack, legal_clock, legal_amount from bihuan_app;

    create function sees_case(p_case uuid) returns boolean language sql stable parallel safe as $$
      select coalesce(current_setting('bihuan.scope', true), '') = 'all'
        or exists (select 1 from case_party p where p.case_id = p_case
                   and p.grp = any (string_to_array(coalesce(current_setting('bihuan.groups', true), ''), ',')))
    $$;
  `);
  for (const table of CASE_TABLES) {
    // case_party guards the others, so its own policy looks only at the row's group.
    const sees =
      table === 'case_party'
        ? `coalesce(current_setting('bihuan.scope', true), '') = 'all'
           or grp = any (string_to_array(coalesce(current_setting('bihuan.groups', true), ''), ','))`
        : 'sees_case(case_id)';
    await knex.raw(`
      alter table ${table} enable row level security;
      create policy ${table}_seen on ${table} for select to bihuan_app using (${sees});
      create policy ${table}_changed on ${table} for update to bihuan_app using (${sees});
      create policy ${table}_removed on ${table} for delete to bihuan_app using (${sees});
      create policy ${table}_added on ${table} for insert to bihuan_app with check (true);
    `);
  }
}
