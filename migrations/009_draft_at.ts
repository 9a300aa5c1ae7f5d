import type { Knex } from 'knex';

/** When a draft was kept, so that the page knows whether its own copy or the server's is newer. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table task add column draft_at timestamptz');
}
