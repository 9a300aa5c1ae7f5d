import { readdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Knex } from 'knex';
import type { Db } from './db.ts';

const FOLDER = fileURLToPath(new URL('../migrations/', import.meta.url));

interface Migration {
  name: string;
}

/** Numbered files of migrations/, in order; there is no way back down: a mistake is mended by the next number. */
const source: Knex.MigrationSource<Migration> = {
  getMigrations: () =>
    Promise.resolve(
      readdirSync(FOLDER)
        .filter((file) => /^\d{3}_\w+\.ts$/.test(file))
        .sort()
        .map((name) => ({ name })),
    ),
  getMigrationName: ({ name }) => name.replace(/\.ts$/, ''),
  getMigration: async ({ name }) => {
    const { up } = (await import(pathToFileURL(FOLDER + name).href)) as { up: (knex: Knex) => Promise<void> };
    return { up, down: () => Promise.reject(new Error('migrations only go forward')) };
  },
};

/** Bring the schema up to date with the owner's connection. Returns the names of the migrations that ran. */
export async function migrate(owner: Db): Promise<string[]> {
  const [, ran] = (await owner.migrate.latest({
    migrationSource: source,
    tableName: 'schema_migration',
  })) as [number, string[]];
  return ran;
}
