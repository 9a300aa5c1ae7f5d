import type { Host } from '../host.ts';

/**
 * Run `work` every `everyMs` in exactly one process of the installation: whoever holds the Postgres advisory lock.
 * The lock lives on a connection of its own, so that a killed process frees it at once. `hook` may wake it early.
 */
export function singleton(
  host: Host,
  lock: number,
  everyMs: number,
  work: () => Promise<unknown>,
  hook: (wake: () => void) => () => void = () => () => undefined,
): { close(): Promise<void> } {
  let closed = false;
  let connection: { query(sql: string): Promise<{ rows: Record<string, unknown>[] }> } | undefined;
  let wakeUp: () => void = () => undefined;
  const unhook = hook(() => wakeUp());

  const hold = async (): Promise<boolean> => {
    connection ??= (await host.db.client.acquireConnection()) as NonNullable<typeof connection>;
    const answer = await connection.query(
      `select pg_try_advisory_lock(${lock}) as mine, pg_backend_pid() as pid`,
    );
    return answer.rows[0]?.mine === true;
  };
  const letGo = async () => {
    if (connection === undefined) return;
    const held = connection;
    connection = undefined;
    await held.query(`select pg_advisory_unlock_all()`).catch(() => undefined);
    await host.db.client.releaseConnection(held);
  };
  const loop = (async () => {
    let mine = false;
    while (!closed) {
      try {
        mine = mine || (await hold());
        if (mine) {
          await connection!.query('select 1'); // a dead connection has lost the lock
          await work();
        }
      } catch (error) {
        if (!closed) host.log.warn({ err: error, lock }, 'background work failed');
        mine = false;
        await letGo().catch(() => undefined);
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, everyMs);
        wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();
  return {
    async close() {
      closed = true;
      unhook();
      wakeUp();
      await loop;
      await letGo();
    },
  };
}
