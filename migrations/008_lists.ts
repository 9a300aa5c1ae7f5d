import type { Knex } from 'knex';

/**
 * What the lists are sorted by, in order: cases by status, and by the earliest date of an open step. And the open steps of
 * an item, by which the case page tells whether it may be merged or handed over.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create index cases_status on cases (status, opened_at desc, case_id desc);
    create index task_due on task (due_at, case_id) where state = 'open' and due_at is not null;
    create index task_item on task (item_id) where state = 'open' and item_id is not null;
  `);
}
