import { chmodSync, mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { createBroker } from './broker.ts';
import type { Broker } from './broker.ts';
import { keptKeys } from './key-file.ts';
import type { Installation, Mode } from './installation.ts';
import { findJava } from './java.ts';
import { choosePorts } from './ports.ts';
import { createPostgres } from './postgres.ts';
import type { Postgres } from './postgres.ts';
import { silentReporter, timed } from './reporter.ts';
import type { Reporter } from './reporter.ts';
import { stopServersOf } from './servers-on-disk.ts';
import { runtimeSettings } from './settings.ts';
import type { RuntimeSettings } from './settings.ts';
import {
  makeTemporaryInstallation,
  removeTemporaryInstallation,
  stopWhenWeDie,
} from './temporary-installation.ts';

/** How to start the parts the product stands on. */
export interface ProductOptions {
  /** Folder to keep things in; none: a fresh one that is removed at the end (tests, benchmarks). */
  dataDir?: string;
  /** Default: `test`. */
  mode?: Mode;
  /** Whether a commit must survive a power cut. Default: yes with a `dataDir`, no in a fresh folder. */
  durable?: boolean;
  /** false: Postgres only. */
  broker?: boolean;
  /** One of `brokerVersions`. */
  brokerVersion?: string;
  /** Lets the engine's clock be moved (POST managementUrl/actuator/clock/add). Default: in mode `test`. */
  controlledClock?: boolean;
  /** false: no records are exported. Default: to the record listener at `listenerPort`. */
  exporter?: boolean;
  exporterBulkSize?: number;
  webHost?: string;
  /** The port the pages must have. Default: the one of the last start, else 8080 or near it. */
  webPort?: number;
  demoPassword?: string;
  reporter?: Reporter;
  /** Called when Postgres is up and the engine is not yet: the place to migrate and to start the record listener. */
  beforeBroker?(installation: Installation): Promise<void>;
}

/** A running installation with the handles of its servers. */
export interface Product extends Installation {
  postgres: Postgres;
  managementUrl: string;
  /** Absent with `broker: false`. */
  broker: Broker | undefined;
  ports: Ports;
  /** Stops engine and database; removes a fresh folder. */
  stop(): Promise<void>;
}

const anyPort: readonly number[] = [];
const wishes = {
  web: [8080, 8081, 8082, 8083, 8084, 8085, 8086, 8087, 8088, 8089] as readonly number[],
  postgres: anyPort,
  gateway: anyPort,
  command: anyPort,
  internal: anyPort,
  rest: anyPort,
  management: anyPort,
  listener: anyPort,
};

/** Port by part. */
export type Ports = Record<keyof typeof wishes, number>;

/**
 * Starts Postgres, lets the caller prepare it, then starts the engine; each waits until it answers. What an
 * earlier, killed life of the same folder left running is stopped first. If anything fails, everything that was
 * started is stopped again before it throws.
 */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const settings = runtimeSettings();
  const temporary = options.dataDir === undefined;
  const dataDir = realFolder(options.dataDir ?? (await makeTemporaryInstallation()));
  const forgetExit = temporary ? stopWhenWeDie(dataDir) : () => {};
  const running: { stop(): Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    for (const server of running.splice(0).reverse()) await server.stop();
    forgetExit();
    if (temporary) await removeTemporaryInstallation(dataDir);
  };
  try {
    await stopServersOf(dataDir);
    const web = temporary ? anyPort : wishes.web;
    const ports = await choosePorts(
      path.join(dataDir, 'ports.json'),
      { ...wishes, web },
      { web: options.webPort },
    );
    const broker =
      options.broker === false ? undefined : await readyBroker(options, dataDir, ports, settings);
    const postgres = await readyPostgres(options, dataDir, ports, settings);
    running.push(postgres);
    await start('Postgres', postgres, ports.postgres, options);
    const installation = describe(options, dataDir, postgres, ports);
    await options.beforeBroker?.(installation);
    if (broker) {
      running.push(broker);
      await start(`流程引擎 Zeebe ${broker.version}`, broker, ports.gateway, options);
    }
    return { ...installation, postgres, broker, ports, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const reporterOf = (options: ProductOptions): Reporter => options.reporter ?? silentReporter;

const start = (
  name: string,
  server: Postgres | Broker,
  port: number,
  options: ProductOptions,
): Promise<void> =>
  timed(
    reporterOf(options),
    name,
    () => server.start(),
    () => `端口 ${port}`,
  );

async function readyBroker(
  options: ProductOptions,
  dataDir: string,
  ports: Ports,
  settings: RuntimeSettings,
): Promise<Broker> {
  const reporter = reporterOf(options);
  const java = await timed(
    reporter,
    'Java',
    () => findJava(settings, reporter),
    ({ version, binary }) => `${version}（${binary}）`,
  );
  return createBroker({
    dataDir,
    java,
    ports,
    settings,
    reporter,
    version: options.brokerVersion,
    exporterUrl: options.exporter === false ? undefined : `http://127.0.0.1:${ports.listener}`,
    exporterBulkSize: options.exporterBulkSize,
    exporterPassword: keptKeys(dataDir).listener[0]!.value,
    shortLived: !isDurable(options),
    controlledClock: options.controlledClock ?? (options.mode ?? 'test') === 'test',
  });
}

function readyPostgres(
  options: ProductOptions,
  dataDir: string,
  ports: Ports,
  settings: RuntimeSettings,
): Promise<Postgres> {
  return createPostgres({
    ...{ dataDir, port: ports.postgres, settings, reporter: reporterOf(options) },
    durable: isDurable(options),
  });
}

const isDurable = ({ durable, dataDir }: ProductOptions): boolean => durable ?? dataDir !== undefined;

function describe(options: ProductOptions, dataDir: string, postgres: Postgres, ports: Ports) {
  const webHost = options.webHost ?? '127.0.0.1';
  // Who stands before a short-lived installation is not who stands before the real one of this machine.
  const { publicUrl, trustedProxy, metricsToken }: Partial<RuntimeSettings> =
    options.dataDir === undefined ? {} : runtimeSettings();
  return {
    dataDir,
    ownerDatabaseUrl: postgres.ownerUrl,
    gatewayAddress: `127.0.0.1:${ports.gateway}`,
    managementUrl: `http://127.0.0.1:${ports.management}`,
    listenerHost: '127.0.0.1',
    listenerPort: ports.listener,
    webHost,
    webPort: ports.web,
    publicUrl: publicUrl ?? `http://${webHost.includes(':') ? `[${webHost}]` : webHost}:${ports.web}`,
    trustedProxy,
    metricsToken,
    mode: options.mode ?? ('test' as const),
    demoPassword: options.demoPassword,
    keys: keptKeys(dataDir),
  };
}

/** The folder by its real path, which is how the servers' command lines will name it. */
function realFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const real = realpathSync(folder);
  // The user that runs Postgres for root must be able to pass through; every file of ours has its own mode.
  chmodSync(real, process.getuid?.() === 0 ? 0o711 : 0o700);
  return real;
}
