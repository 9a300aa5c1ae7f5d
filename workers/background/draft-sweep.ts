import { asSystem } from '../../core/db.ts';
import { sweepDrafts } from '../../core/drafts.ts';
import type { Host } from '../host.ts';
import { singleton } from './singleton.ts';

const SWEEP_LOCK = 7_204;
const EVERY_MS = 3_600_000;

/** Once an hour one process removes drafts that have lain long enough. */
export const startDraftSweep = (host: Host): { close(): Promise<void> } =>
  singleton(host, SWEEP_LOCK, EVERY_MS, () => asSystem(host.db, sweepDrafts));
