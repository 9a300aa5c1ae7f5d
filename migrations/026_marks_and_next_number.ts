import type { Knex } from 'knex';

/**
 * A picture older than the step that it is handed in for contradicts what the form says it shows, whatever else is said of
 * it (core/file/marks.ts). And the proposal of the next 文号 follows the numbers that belong together, not a slip of the pen: 999999号 on one paper is
 * valid and stays taken, and the next clerk is still offered the number after the others.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table evidence drop constraint evidence_contradicts_check,
      add constraint evidence_contradicts_check check (contradicts <@ array['time', 'place', 'early']);
    -- The number after the last one of the series, over all cases; says nothing else of them. What the product gave
    -- counts; what was typed counts where it lies within a hundred of the one before (a register on paper that is gone on
    -- with, a block left out), or where two papers have numbers in a row: nobody slips twice to the same place.
    create or replace function next_number(p_series text, p_year integer)
    returns integer language sql volatile security definer set search_path = public, pg_temp as $$
      with given as (
        select coalesce((select last from case_counter where series = p_series and year = p_year), 0) as last),
      typed as (
        select no, no - lag(no, 1, given.last) over (order by no) as step
        from doc_number, given where series = p_series and year = p_year and no > given.last),
      run as (select no, step, count(*) filter (where step > 100) over (order by no) as run from typed),
      -- Six digits are the most that a number has: nothing comes after them.
      followed as (
        select max(no) as last from run group by run having (run = 0 or bool_or(step = 1)) and max(no) < 999999)
      select greatest((select last from given), coalesce((select max(last) from followed), 0)) + 1
    $$;
  `);
}
