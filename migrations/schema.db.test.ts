import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { openDatabase } from '../core/db.ts';
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
