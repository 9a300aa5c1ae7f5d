import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { ChildPlan } from './child.ts';
import { ensureBroker } from './broker-package.ts';
import { brokerVersion } from './broker-versions.ts';
import type { BrokerVersion } from './broker-versions.ts';
import { brokerEnvironment } from './broker-environment.ts';
import type { EngineSettings } from './broker-environment.ts';
import { withoutJavaOptions } from './java.ts';
import type { Java } from './java.ts';
import { findOurs, stopProcess } from './pid-file.ts';
import { processesWithArgument } from './process-identity.ts';
import type { Reporter } from './reporter.ts';
import { createServer } from './server.ts';
import type { Server } from './server.ts';
import type { RuntimeSettings } from './settings.ts';

/** The five ports of a broker with an embedded gateway. */
export interface BrokerPorts {
  gateway: number;
  command: number;
  internal: number;
  rest: number;
  management: number;
}

/** How to run one broker. */
export interface BrokerOptions extends EngineSettings {
  /** Folder of the installation; the broker keeps to `<dataDir>/broker`. */
  dataDir: string;
  java: Java;
  settings: RuntimeSettings;
  reporter: Reporter;
  /** One of `brokerVersions`; default 8.5.8. */
  version?: string;
  /** Of an installation that lives for minutes; default false. */
  shortLived?: boolean;
}

/** A broker of this installation. */
export interface Broker extends Server {
  version: string;
  /** host:port of the gRPC gateway. */
  gatewayAddress: string;
  /** Base address of the actuator (health, clock, pause). */
  managementUrl: string;
}

/**
 * Makes a broker that listens on loopback only; it is fetched if need be, but not started yet. Throws what
 * `ensureBroker` throws.
 */
export async function createBroker(options: BrokerOptions): Promise<Broker> {
  const release = brokerVersion(options.version ?? options.settings.brokerVersion);
  const home = await ensureBroker(release, options.settings, options.reporter);
  const managementUrl = `http://127.0.0.1:${options.ports.management}`;
  const pidFile = path.join(options.dataDir, 'broker.pid');
  const server = createServer({
    name: '流程引擎',
    prepare: async () => {
      await stopOrphans(pidFile, markerOf(options.dataDir));
      return brokerPlan(options, release, home, pidFile);
    },
    isReady: async () =>
      (await says200(`${managementUrl}/actuator/health/readiness`)) && (await leads(options.ports.rest)),
    startLimitMs: 300_000,
    stopSignal: 'SIGTERM',
    stopGraceMs: 20_000,
    onWaiting: (seconds) => {
      if (seconds % 10 === 0) options.reporter.note(`  引擎启动中，已 ${seconds} 秒……`);
    },
  });
  const facts = {
    version: release.version,
    gatewayAddress: `127.0.0.1:${options.ports.gateway}`,
    managementUrl,
  };
  return Object.assign(server, facts);
}

const patience = (): AbortSignal => AbortSignal.timeout(2000);

const says200 = async (url: string): Promise<boolean> =>
  (await fetch(url, { signal: patience() })).status === 200;

/**
 * Whether the gateway knows a leader of the partition. The readiness check alone says yes up to five seconds
 * before that, and every command sent in between is refused with UNAVAILABLE.
 */
async function leads(restPort: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${restPort}/v1/topology`, { signal: patience() });
  const { brokers } = (await answer.json()) as { brokers: { partitions?: { role: string }[] }[] };
  return brokers.some(({ partitions }) => partitions?.some(({ role }) => role === 'leader'));
}

/** The argument by which a broker of this data folder is told from all others. */
const markerOf = (dataDir: string): string => `-Dbihuan.data=${dataDir}`;

async function stopOrphans(pidFile: string, marker: string): Promise<void> {
  const noted = findOurs(pidFile);
  for (const orphan of [...(noted ? [noted] : []), ...processesWithArgument(marker)]) {
    await stopProcess(orphan, { graceMs: 20_000 });
  }
}

function brokerPlan(
  options: BrokerOptions,
  release: BrokerVersion,
  home: string,
  pidFile: string,
): ChildPlan {
  const folder = path.join(options.dataDir, 'broker');
  const temporary = path.join(folder, 'tmp');
  // Native libraries are unpacked here at every start and stay behind after a kill -9.
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  const marker = markerOf(options.dataDir);
  return {
    command: options.java.binary,
    args: [
      marker,
      `-Xmx${options.settings.brokerHeapMb}m`,
      '-XX:+UseSerialGC',
      // The thorough compiler pays after minutes; until then it takes half of a core from what is being done.
      ...(options.shortLived ? ['-XX:TieredStopAtLevel=1'] : []),
      '-XX:+ExitOnOutOfMemoryError',
      '-Dfile.encoding=UTF-8',
      // Cadences of diagrams (每日 06:30) are hours of the district, wherever the machine stands.
      '-Duser.timezone=Asia/Shanghai',
      `-Djava.io.tmpdir=${temporary}`,
      `-Dapp.home=${folder}`,
      `-Dbasedir=${folder}`,
      '-classpath',
      [path.join(home, 'config'), path.join(home, 'lib', '*')].join(path.delimiter),
      release.mainClass,
    ],
    env: { ...withoutEngineSettings(withoutJavaOptions()), ...brokerEnvironment(options, folder) },
    cwd: folder,
    logFile: path.join(options.dataDir, 'logs', 'broker-console.log'),
    pidFile,
    marker,
  };
}

/** The inherited environment without settings meant for some other engine on this machine. */
function withoutEngineSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = /^(ZEEBE_|CAMUNDA_|SERVER_|MANAGEMENT_|SPRING_|LOGGING_|JAVA_OPTS$)/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
}
