import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { openDatabase, rows } from '../core/db.ts';
import { schemaText } from '../core/schema-text.ts';
import { freshDatabase } from '../tests/harness/database.ts';

const FILE = new URL('./schema.sql', import.meta.url);

test('schema.sql is what the migrations make', async () => {
  // given a database that the migrations made
  const fresh = await freshDatabase();
  const owner = openDatabase(fresh.ownerUrl, 1);
  try {
    const made = await schemaText(owner);
    // BIHUAN_WRITE_SCHEMA=1 takes over what a new migration changed; the diff is then read in the review
    if (process.env.BIHUAN_WRITE_SCHEMA) writeFileSync(FILE, made);
    // then its text is the one that is kept
    expect(made).toBe(readFileSync(FILE, 'utf8'));
    // and the Chinese search finds something: a plain C locale would make trigrams empty
    const [row] = (await owner.raw<{ rows: { n: number }[] }>(`select cardinality(show_trgm('化工厂')) as n`))
      .rows;
    expect(row!.n).toBeGreaterThan(0);
  } finally {
    await owner.destroy();
    await fresh.close();
  }
});

// Keys and states of the engine, which no route gives out (decision 0013).
const OPEN = ['incident', 'instance'];
test('every table that hangs on a case has row-level security but those decided otherwise, and no write is free (S3)', async () => {
  const fresh = await freshDatabase();
  const owner = openDatabase(fresh.ownerUrl, 1);
  const open = await rows<{ table: string }>(
    owner,
    `select c.relname as table from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
     where c.relkind = 'r' and not c.relrowsecurity and has_table_privilege('bihuan_app', c.oid, 'select') and exists (
       select 1 from pg_attribute a where a.attrelid = c.oid and a.attname in ('case_id', 'from_case', 'clock_id', 'talk_case_id'))
     order by 1`,
  );
  const always = await rows<{ policy: string }>(
    owner,
    `select tablename || '.' || policyname as policy from pg_policies where schemaname = 'public' and with_check = 'true'`,
  );
  await owner.destroy();
  await fresh.close();
  expect({ open: open.map(({ table }) => table), always }).toEqual({ open: OPEN, always: [] });
});
