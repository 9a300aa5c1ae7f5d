import type { Knex } from 'knex';

/** What a verb lays out for the forms and documents of later steps, and the way from a dissolved unit to its successor. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Rows and texts that a form starts with or a document quotes; scope_id '' = of the whole case.
    create table prepared (
      case_id  uuid not null references cases,
      name     text not null,
      scope_id text not null default '',
      value    jsonb not null,
      primary key (case_id, name, scope_id)
    );
    alter table prepared enable row level security;
    create policy prepared_seen on prepared for select to bihuan_app using (sees_case(case_id));
    create policy prepared_changed on prepared for update to bihuan_app using (sees_case(case_id));
    create policy prepared_removed on prepared for delete to bihuan_app using (sees_case(case_id));
    create policy prepared_added on prepared for insert to bihuan_app with check (true);

    -- A unit that was dissolved acts through its successor; a chain of reorganisations is followed to its end.
    create function current_unit(p_unit text) returns text language sql stable parallel safe as $$
      with recursive way as (
        select unit_id, successor_id, 1 as step from unit where unit_id = p_unit
        union all select u.unit_id, u.successor_id, w.step + 1 from way w join unit u on u.unit_id = w.successor_id where w.step < 20)
      select coalesce((select unit_id from way where successor_id is null limit 1), p_unit)
    $$;
  `);
}
