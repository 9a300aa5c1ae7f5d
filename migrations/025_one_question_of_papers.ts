import type { Knex } from 'knex';

/** Whose paper it is, is asked with `holds_paper` and `holds_item` (migration 021), as its policies do; the older question goes. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('drop function works_on_paper(uuid, uuid, uuid)');
}
