import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Verb } from './verb.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const NOT_NOUNS = new Set(['background']);

/** Job types by path alone, without loading anything: `workers/clock/open.ts` → `clock.open`. Sorted. */
export function jobTypes(root = HERE): string[] {
  return verbFiles(root).map(({ type }) => type);
}

/**
 * Load every verb below workers/. A file that exports no verb stops the start, with its path: better no start than
 * a step nobody does.
 */
export async function discover(root = HERE): Promise<Map<string, Verb>> {
  const verbs = new Map<string, Verb>();
  for (const { type, path } of verbFiles(root)) {
    const module = (await import(pathToFileURL(path).href)) as { default?: Partial<Verb> };
    const found = module.default;
    if (typeof found?.run !== 'function' || found.input === undefined || found.name === undefined)
      throw new Error(`${path} is no verb: it must export default verb({ name, input, run })`);
    verbs.set(type, found as Verb);
  }
  return verbs;
}

function verbFiles(root: string): { type: string; path: string }[] {
  const nouns = readdirSync(root).filter(
    (name) => !NOT_NOUNS.has(name) && statSync(join(root, name)).isDirectory(),
  );
  return nouns
    .flatMap((noun) =>
      readdirSync(join(root, noun))
        .filter((file) => file.endsWith('.ts') && !file.includes('.test.'))
        .map((file) => ({ type: `${noun}.${file.slice(0, -3)}`, path: join(root, noun, file) })),
    )
    .sort((a, b) => (a.type < b.type ? -1 : 1));
}
