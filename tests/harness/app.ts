import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { setDemoPasswords } from '../../core/people.ts';
import { KINDS, type Keys } from '../../core/keys.ts';
import { setVaultKeys } from '../../core/vault-keys.ts';
import { buildApp } from '../../web/app.ts';
import type { TestDatabase } from './database.ts';

/** The real app on a test's own database; what is handed in waits in the outbox, as while the engine is away. */
export interface RunningApp {
  url: string;
  /** Of every demo account. */
  password: string;
  hotlineToken: string;
  close(): Promise<void>;
}

const KEY = { id: 1, value: '0a'.repeat(32) };
const KEYS = Object.fromEntries(KINDS.map((kind) => [kind, [KEY]])) as unknown as Keys;
const PASSWORD = 'words-of-a-test-1';

/** Serve pages and API on loopback. `mode` as of an installation; `demo` limits what one address may ask. */
export async function openTestApp(
  { db, url: databaseUrl }: TestDatabase,
  mode: 'demo' | 'test' = 'demo',
): Promise<RunningApp> {
  setVaultKeys([KEY]);
  await setDemoPasswords(db, PASSWORD);
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { app, close } = buildApp({
    db,
    engine: undefined as never,
    installation: {
      mode,
      databaseUrl,
      keys: KEYS,
      publicUrl: url,
      webHost: '127.0.0.1',
      webPort: Number(new URL(url).port),
    } as never,
    log: pino({ level: 'silent' }),
    version: '0',
    brokerEpoch: '0',
  });
  server.on('request', app);
  return {
    url,
    password: PASSWORD,
    hotlineToken: KEY.value,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await close();
    },
  };
}
