import { one } from '../../core/db.ts';
import { canary } from '../../core/canary.ts';
import type { Web } from '../app.ts';

/**
 * Whether the installation can do its work: database answers, every partition is led, and a canary instance has run
 * through lately (the broker's own health says UP while a partition hangs, engine.md).
 */
export async function health({ db, engine }: Pick<Web, 'db' | 'engine'>) {
  const started = performance.now();
  const database = await one(db, 'select 1').then(
    () => ({ ok: true, ms: Math.round(performance.now() - started) }),
    () => ({ ok: false, ms: Math.round(performance.now() - started) }),
  );
  const topology = await engine.topology().then(
    ({ partitions, led }) => ({ ok: partitions > 0 && led === partitions, partitions, led }),
    () => ({ ok: false, partitions: 0, led: 0 }),
  );
  const seen = canary.last();
  return { ok: database.ok && topology.ok && seen.ok, database, engine: { ...topology, canary: seen } };
}
