import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { derivedKeys, freshKeys, KINDS } from '../core/keys.ts';
import type { Keys } from '../core/keys.ts';
import { now } from '../core/time.ts';
import { writeAtomically } from './atomic-file.ts';

const fileIn = (dataDir: string): string => path.join(dataDir, 'keys.json');

/** Where installations kept one secret for everything, before each purpose had its own. */
export const secretFileIn = (dataDir: string): string => path.join(dataDir, 'secret');

/** The keys of an installation on this machine; undefined if none has started there. Throws for a file that is damaged. */
export function readKeys(dataDir: string): Keys | undefined {
  if (existsSync(fileIn(dataDir))) {
    const keys = JSON.parse(readFileSync(fileIn(dataDir), 'utf8')) as Keys;
    // A missing kind must not be made anew in silence: what was sealed with it would be lost.
    const missing = KINDS.filter((kind) => !Array.isArray(keys[kind]) || keys[kind].length === 0);
    if (missing.length > 0) throw new Error(`${fileIn(dataDir)} 不完整，缺少 ${missing.join('、')}`);
    return keys;
  }
  if (existsSync(secretFileIn(dataDir)))
    return derivedKeys(readFileSync(secretFileIn(dataDir), 'utf8').trim());
  return undefined;
}

/** The same; a new installation gets its keys now. One of one secret keeps what was derived from it, as key 1. */
export function keptKeys(dataDir: string): Keys {
  if (!existsSync(fileIn(dataDir))) writeKeys(dataDir, readKeys(dataDir) ?? freshKeys(now().toISOString()));
  return readKeys(dataDir)!;
}

/** Replace the keys of an installation, at once and as a whole; only we can read them. */
export function writeKeys(dataDir: string, keys: Keys): void {
  writeAtomically(fileIn(dataDir), `${JSON.stringify(keys, null, 2)}\n`);
}
