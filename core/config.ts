import { Type, type Static } from '@sinclair/typebox';
import { Ajv } from 'ajv';
import { keysFromEnv } from './keys-env.ts';

const Ring = Type.Array(Type.Object({ id: Type.Integer({ minimum: 0 }), value: Type.String() }));
/** What proxy-addr understands: addresses, networks, and its names for the usual ones. */
const PROXY = '(loopback|linklocal|uniquelocal|[0-9a-fA-F:.]+(/\\d{1,3})?)';

/** Everything an installation needs to know about itself; the product code never asks where it came from. */
const Shape = Type.Object({
  mode: Type.Union([Type.Literal('demo'), Type.Literal('test'), Type.Literal('production')]),
  dataDir: Type.String({ minLength: 1 }),
  databaseUrl: Type.String({ pattern: '^postgres(ql)?://' }),
  ownerDatabaseUrl: Type.String({ pattern: '^postgres(ql)?://' }),
  gatewayAddress: Type.String({ pattern: '^[^:]+:\\d+$' }),
  listenerHost: Type.String({ minLength: 1 }),
  listenerPort: Type.Integer({ minimum: 1, maximum: 65535 }),
  webHost: Type.String({ minLength: 1 }),
  webPort: Type.Integer({ minimum: 0, maximum: 65535 }),
  publicUrl: Type.String({ pattern: '^https?://' }),
  /** Each purpose's own secrets, the one in use first (core/keys.ts). */
  keys: Type.Object({ session: Ring, vault: Ring, hotline: Ring, database: Ring, listener: Ring }),
  /** Whose X-Forwarded-For is believed; nobody's where it is not set. */
  trustedProxy: Type.Optional(Type.String({ pattern: `^${PROXY}(\\s*,\\s*${PROXY})*$` })),
  /** Opens /metrics to others than this machine. */
  metricsToken: Type.Optional(Type.String({ minLength: 16 })),
  /** Shown on the log-in page of a demo; never in production. */
  demoPassword: Type.Optional(Type.String()),
});

export type Installation = Static<typeof Shape>;

const check = new Ajv({ allErrors: true }).compile<Installation>(Shape);

const ENV: Record<keyof Installation, string> = {
  mode: 'BIHUAN_MODE',
  dataDir: 'BIHUAN_DATA',
  databaseUrl: 'DATABASE_URL',
  ownerDatabaseUrl: 'DATABASE_OWNER_URL',
  gatewayAddress: 'ZEEBE_ADDRESS',
  listenerHost: 'BIHUAN_LISTENER_HOST',
  listenerPort: 'BIHUAN_LISTENER_PORT',
  webHost: 'BIHUAN_HOST',
  webPort: 'BIHUAN_PORT',
  publicUrl: 'BIHUAN_PUBLIC_URL',
  keys: 'BIHUAN_KEY_…',
  trustedProxy: 'BIHUAN_TRUSTED_PROXY',
  metricsToken: 'BIHUAN_METRICS_TOKEN',
  demoPassword: 'BIHUAN_DEMO_PASSWORD',
};

/** Check a configuration; throws one Error that names every fault at once, with the variable to set. */
export function checkConfig(candidate: unknown, otherFaults: readonly string[] = []): Installation {
  const good = check(candidate);
  if (good && otherFaults.length === 0) return candidate;
  const faults = (good ? [] : (check.errors ?? [])).map((error) => {
    const key = (error.instancePath.slice(1) || error.params.missingProperty) as keyof Installation;
    return `${ENV[key] ?? key}: ${error.message}`;
  });
  const lines = [...faults, ...otherFaults].map((fault) => `  ${fault}`);
  throw new Error(`configuration is not usable:\n${lines.join('\n')}`);
}

/** Read the configuration from environment variables (containers, production). */
export function configFromEnv(env: NodeJS.ProcessEnv = process.env): Installation {
  const number = (text: string | undefined) => (text === undefined || text === '' ? undefined : Number(text));
  const { keys, faults } = keysFromEnv(env);
  return checkConfig(
    {
      mode: env.BIHUAN_MODE ?? 'production',
      dataDir: env.BIHUAN_DATA ?? '.bihuan',
      databaseUrl: env.DATABASE_URL,
      ownerDatabaseUrl: env.DATABASE_OWNER_URL ?? env.DATABASE_URL,
      gatewayAddress: env.ZEEBE_ADDRESS,
      // Whoever reaches the listener can close tasks: beyond this machine only where somebody says so.
      listenerHost: env.BIHUAN_LISTENER_HOST ?? '127.0.0.1',
      listenerPort: number(env.BIHUAN_LISTENER_PORT),
      webHost: env.BIHUAN_HOST ?? '0.0.0.0',
      webPort: number(env.BIHUAN_PORT) ?? 8080,
      publicUrl: env.BIHUAN_PUBLIC_URL,
      keys,
      trustedProxy: env.BIHUAN_TRUSTED_PROXY || undefined,
      metricsToken: env.BIHUAN_METRICS_TOKEN || undefined,
    },
    faults,
  );
}
