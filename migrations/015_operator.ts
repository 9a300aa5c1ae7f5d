import type { Knex } from 'knex';

/** Alarms that only an operator can settle, and the group that acts for a group whose unit was dissolved. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A time limit climbed to a desk where nobody is: without this row it would climb in silence.
    create table operator_alarm (
      alarm_id uuid primary key,
      case_id  uuid not null references cases,
      clock_id uuid not null references clock,
      level    integer not null,
      subject  text not null,
      desk     text not null,
      groups   text[] not null,
      at       timestamptz not null,
      done_at  timestamptz,
      done_by  text,
      unique (clock_id, level, at)
    );
    create index operator_alarm_open on operator_alarm (at) where done_at is null;
    revoke delete, truncate on operator_alarm from bihuan_app;

    -- The group that gets the work of a group now: that of the successor where its unit was dissolved.
    create function current_group(p_group text) returns text language sql stable parallel safe as $$
      select coalesce((
        select case when split_part(p_group, ':', 1) = 'unit' then 'unit' when s.kind in ('street', 'soe') then s.kind else 'dept' end
               || ':' || s.unit_id
        from unit u join unit s on s.unit_id = current_unit(u.unit_id)
        where u.unit_id = split_part(p_group, ':', 2) and u.successor_id is not null
          and split_part(p_group, ':', 1) in ('unit', 'street', 'dept', 'soe')), p_group)
    $$;
  `);
}
