import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { Keys } from '../core/keys.ts';
import { writeAtomically } from './atomic-file.ts';

/** What an installation is for: `demo` has demo people and a clock that can be moved; `production` has neither. */
export type Mode = 'demo' | 'test' | 'production';

/** One running installation, as the product's server needs to know it: addresses, never processes. */
export interface Installation {
  dataDir: string;
  /** Connection string of the schema's owner; migrations make the product's own role from it. */
  ownerDatabaseUrl: string;
  /** Connection string of the product's own role, where somebody else set it up; absent: the migrations do. */
  databaseUrl?: string;
  /** host:port of the engine's gRPC gateway. */
  gatewayAddress: string;
  /** Base address of the engine's actuator (health, demo clock); absent where only the gateway is known. */
  managementUrl?: string;
  /** Address and port on which the record listener must answer before the engine starts. */
  listenerHost: string;
  listenerPort: number;
  /** Address and port on which the pages are served. */
  webHost: string;
  webPort: number;
  /** Address under which people reach the pages. */
  publicUrl: string;
  mode: Mode;
  /** Password for all demo accounts, kept from start to start; only in a demo. */
  demoPassword?: string;
  /** Secrets that must survive restarts, one for each purpose (core/keys.ts). */
  keys: Keys;
  /** Whose X-Forwarded-For is believed, as proxy-addr writes it; absent: nobody's. */
  trustedProxy?: string;
  /** Opens /metrics to others than this machine. */
  metricsToken?: string;
}

/** The product inside an installation, as `bin/serve.ts` builds it. */
export interface App {
  /** Address of the pages. */
  url: string;
  /** Accounts to try it with; empty outside a demo. */
  accounts: { account: string; name: string; role: string }[];
  /** Deploys processes, starts workers and pages. The engine is up by then. */
  run(): Promise<void>;
  /** Lets running work end, then closes everything. */
  stop(): Promise<void>;
}

/** What `bin/serve.ts` exports. */
export interface ServeModule {
  /** Migrates, and starts the record listener. The database is up, the engine is not yet. */
  prepare(installation: Installation): Promise<App>;
}

/** A text made once and kept in a file that only we can read. Out: what the file holds. */
export function keptText(file: string, make: () => string): string {
  if (!existsSync(file)) writeAtomically(file, make());
  return readFileSync(file, 'utf8').trim();
}

/** A random secret made once and kept in a file that only we can read. Out: hex. */
export const keptSecret = (file: string, bytes = 32): string =>
  keptText(file, () => randomBytes(bytes).toString('hex'));

/** A password a person can read off a screen and type: 12 characters without look-alikes, 58 bits and more. */
export function readablePassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  // 248 is the largest multiple of 31 below 256: what lies above would favour the first letters.
  const fair = [...randomBytes(64)].filter((byte) => byte < 248);
  return fair
    .slice(0, 12)
    .map((byte) => letters[byte % letters.length])
    .join('');
}
