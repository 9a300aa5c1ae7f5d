import { readFileSync } from 'node:fs';
import path from 'node:path';
import { writeAtomically } from './atomic-file.ts';

/** What `<dataDir>/state.json` tells other programs and the next start about an installation. Mode 0600. */
export interface InstallationState {
  /** Address of the pages. */
  url: string;
  ports: Record<string, number>;
  /** Process ids by part: `node`, `postgres`, `broker`. */
  pids: Record<string, number | undefined>;
  /** Password of all demo accounts; only in a demo installation. */
  demoPassword?: string;
  /** ISO instant, UTC. */
  startedAt: string;
  /** Version of bihuan that wrote it. */
  version: string;
}

const fileIn = (dataDir: string): string => path.join(dataDir, 'state.json');

/** Reads the state of an installation; undefined if there is none (yet) or if it cannot be read. */
export function readState(dataDir: string): InstallationState | undefined {
  try {
    return JSON.parse(readFileSync(fileIn(dataDir), 'utf8')) as InstallationState;
  } catch {
    return undefined;
  }
}

/** Replaces the state of an installation, at once and as a whole. */
export function writeState(dataDir: string, state: InstallationState): void {
  writeAtomically(fileIn(dataDir), `${JSON.stringify(state, null, 2)}\n`);
}
