import os from 'node:os';
import path from 'node:path';

/** The folder of this checkout: where package.json lies. */
export const projectRoot = path.resolve(import.meta.dirname, '..');

/** What the embedded runtime may be told from outside; everything has a default that needs nothing installed. */
export interface RuntimeSettings {
  /** Folder of one installation: database, engine log, state.json. */
  dataDir: string;
  /** Folder of what is fetched once and shared by all installations: broker, Java. */
  cacheDir: string;
  /** A java binary or a JAVA_HOME that goes before every other one. */
  java: string | undefined;
  /** Base address of a Maven repository layout, for networks that reach only a mirror. */
  mavenUrl: string;
  /** Base address of a Python package index (`<url>/<name>/`), for networks that reach only a mirror. */
  pypiUrl: string;
  /** Version of the engine to run; one of `brokerVersions`. */
  brokerVersion: string | undefined;
  /** Java heap of the engine in megabytes. */
  brokerHeapMb: number;
  /** Address under which people reach the pages, where it is not the one we listen on (a proxy, a name). */
  publicUrl: string | undefined;
  /** Whose X-Forwarded-For is believed, as proxy-addr writes it. */
  trustedProxy: string | undefined;
  /** Opens /metrics to others than this machine. */
  metricsToken: string | undefined;
  /** User that runs Postgres when we ourselves are root (Postgres refuses to run as root). */
  postgresUser: string | undefined;
}

/**
 * Reads the runtime's environment variables in one place.
 * In: an environment (default: this process's). Out: settings, folders absolute. Throws RangeError for a heap
 * that is no number ≥ 128.
 */
export function runtimeSettings(env: NodeJS.ProcessEnv = process.env): RuntimeSettings {
  const heap = Number(env.BIHUAN_BROKER_HEAP_MB ?? 512);
  if (!Number.isInteger(heap) || heap < 128) {
    throw new RangeError(
      `BIHUAN_BROKER_HEAP_MB 应为不小于 128 的整数（MB），现为 ${env.BIHUAN_BROKER_HEAP_MB}`,
    );
  }
  return {
    dataDir: path.resolve(env.BIHUAN_DATA ?? path.join(projectRoot, '.bihuan')),
    cacheDir: path.resolve(env.BIHUAN_CACHE ?? path.join(projectRoot, '.cache')),
    java: env.BIHUAN_JAVA,
    mavenUrl: (env.BIHUAN_MAVEN_URL ?? 'https://repo1.maven.org/maven2').replace(/\/+$/, ''),
    pypiUrl: (env.BIHUAN_PYPI_URL ?? env.PIP_INDEX_URL ?? 'https://pypi.org/simple').replace(/\/+$/, ''),
    brokerVersion: env.BIHUAN_BROKER_VERSION,
    brokerHeapMb: heap,
    publicUrl: env.BIHUAN_PUBLIC_URL || undefined,
    trustedProxy: env.BIHUAN_TRUSTED_PROXY || undefined,
    metricsToken: env.BIHUAN_METRICS_TOKEN || undefined,
    postgresUser: env.BIHUAN_POSTGRES_USER,
  };
}

/** Parent folder of the short-lived installations that tests and benchmarks start. */
export const temporaryInstallations = path.join(os.tmpdir(), `bihuan-products-${os.userInfo().uid}`);
