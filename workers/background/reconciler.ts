import { asSystem } from '../../core/db.ts';
import { fsck } from '../../core/fsck.ts';
import type { Host } from '../host.ts';
import { singleton } from './singleton.ts';

const RECONCILER_LOCK = 7_203;
const EVERY_MS = 60_000;

/**
 * The reconciler: every minute one process looks for what should not be there (the quick part of fsck) and logs it.
 * It repairs nothing by itself: findings and the one-click repair are on the operator's page.
 */
export function startReconciler(host: Host): { close(): Promise<void> } {
  return singleton(host, RECONCILER_LOCK, EVERY_MS, async () => {
    for (const { invariant, message, ref } of await asSystem(host.db, (trx) => fsck(trx, { quick: true })))
      host.log.error({ invariant, ref }, message);
  });
}
