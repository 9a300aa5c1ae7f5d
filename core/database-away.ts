/** SQLSTATE classes of a server that is going, gone or coming: 57P0x, connection exceptions, too many connections. */
const AWAY = /^(57P0[123]|08\w{3}|53300)$/;
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND']);
const WORDS =
  /connection terminated|connection error|not queryable|starting up|shutting down|Timeout acquiring a connection/i;

/**
 * Is this error only Postgres being away for a moment? Then nothing is wrong with the work itself: it must be tried
 * again without counting against it.
 */
export function isDatabaseAway(error: unknown): boolean {
  const { code, message, name } = (error ?? {}) as { code?: string; message?: string; name?: string };
  return (
    (code !== undefined && (AWAY.test(code) || NETWORK.has(code))) ||
    name === 'KnexTimeoutError' ||
    WORDS.test(message ?? '')
  );
}
