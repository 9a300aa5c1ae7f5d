import { Type, type Static } from '@sinclair/typebox';
import { Ajv } from 'ajv';

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
  secret: Type.String({ minLength: 32 }),
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
  secret: 'BIHUAN_SECRET',
  demoPassword: 'BIHUAN_DEMO_PASSWORD',
};

/** Check a configuration; throws one Error that names every fault at once, with the variable to set. */
export function checkConfig(candidate: unknown): Installation {
  if (check(candidate)) return candidate;
  const faults = (check.errors ?? []).map((error) => {
    const key = (error.instancePath.slice(1) || error.params.missingProperty) as keyof Installation;
    return `  ${ENV[key] ?? key}: ${error.message}`;
  });
  throw new Error(`configuration is not usable:\n${faults.join('\n')}`);
}

/** Read the configuration from environment variables (containers, production). */
export function configFromEnv(env: NodeJS.ProcessEnv = process.env): Installation {
  const number = (text: string | undefined) => (text === undefined || text === '' ? undefined : Number(text));
  return checkConfig({
    mode: env.BIHUAN_MODE ?? 'production',
    dataDir: env.BIHUAN_DATA ?? '.bihuan',
    databaseUrl: env.DATABASE_URL,
    ownerDatabaseUrl: env.DATABASE_OWNER_URL ?? env.DATABASE_URL,
    gatewayAddress: env.ZEEBE_ADDRESS,
    listenerHost: env.BIHUAN_LISTENER_HOST ?? '0.0.0.0',
    listenerPort: number(env.BIHUAN_LISTENER_PORT),
    webHost: env.BIHUAN_HOST ?? '0.0.0.0',
    webPort: number(env.BIHUAN_PORT) ?? 8080,
    publicUrl: env.BIHUAN_PUBLIC_URL,
    secret: env.BIHUAN_SECRET,
  });
}
