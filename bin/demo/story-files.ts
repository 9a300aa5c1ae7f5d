import { readdirSync, readFileSync } from 'node:fs';
import type { Story } from './play.ts';

/** The stories of a folder of case files, the default one first. */
export function readStories<Played>(folder: URL, first: string): Story<Played>[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Story<Played>)
    .sort((a, b) => Number(b.id === first) - Number(a.id === first) || a.id.localeCompare(b.id));
}
