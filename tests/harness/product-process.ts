import { readFileSync } from 'node:fs';
import path from 'node:path';
import { prepare } from '../../bin/serve.ts';
import { readablePassword, type App } from '../../runtime/installation.ts';
import { startProduct } from '../../runtime/product.ts';
import type { RunningProduct } from './product-names.ts';

/**
 * A whole product in a process of its own: Postgres, engine, pages and workers in a fresh folder. Says where it is in
 * one line of JSON and lives as long as its standard input stays open, so that it ends with whoever started it,
 * however that one ends.
 */
const password = readablePassword();
let app: App | undefined;
let up = false;
// Nobody may be left to read what we say.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
// Still starting: leave at once, the servers go with us; the next start removes the folder.
process.stdin.resume().on('end', () => (up ? void end() : process.exit(1)));

const product = await startProduct({
  mode: process.env.BIHUAN_TEST_MODE === 'demo' ? 'demo' : 'test',
  demoPassword: password,
  async beforeBroker(installation) {
    app = await prepare(installation);
  },
});
await app!.run();
up = true;

async function end(): Promise<void> {
  await app!
    .stop()
    .then(tellErrors)
    .finally(() => product.stop());
  process.exit(0);
}

/** What the server itself calls an error goes to whoever ran the tests: the log is removed with the folder. */
function tellErrors(): void {
  const log = readFileSync(path.join(product.dataDir, 'logs', 'bihuan.log'), 'utf8');
  for (const line of log.split('\n')) if (/^\{"level":[56]0/.test(line)) console.error(line);
}

const running: RunningProduct = {
  url: app!.url,
  password,
  ownerDatabaseUrl: product.ownerDatabaseUrl,
  hotlineToken: product.keys.hotline[0]!.value,
  gatewayAddress: product.gatewayAddress,
  dataDir: product.dataDir,
};
process.stdout.write(`${JSON.stringify(running)}\n`);
