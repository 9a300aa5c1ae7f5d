/** One engine release we can run: where Maven keeps it and what it must hash to. */
export interface BrokerVersion {
  version: string;
  sha1: string;
  sha256: string;
  mainClass: string;
  /** Size of the archive, to tell people what they wait for. */
  megabytes: number;
  /** Licence in one line, as NOTICE explains it. */
  licence: string;
}

/** Releases that were booted with the settings of `broker.ts`. */
export const brokerVersions: readonly BrokerVersion[] = [
  {
    version: '8.5.8',
    sha1: '38889d4209faf0520553eec17339a8fc005c295a',
    sha256: '53ce62b008e61a87a3f7aed700065ad1352084a24c85771bc4e8300828bf95b4',
    mainClass: 'io.camunda.zeebe.broker.StandaloneBroker',
    megabytes: 202,
    licence: 'Zeebe Community License 1.1',
  },
  {
    version: '8.6.0',
    sha1: '92af49d80c24f2aa108bef7aced320e5f9bb7878',
    sha256: '5c699e86a6c9d290dd7b1f0b2ea648fb57fd1dacf1cab22c874219e58827ea45',
    mainClass: 'io.camunda.application.StandaloneBroker',
    megabytes: 285,
    licence: 'Camunda License 1.0，正式使用须购买许可',
  },
];

/** The release that runs unless BIHUAN_BROKER_VERSION or an option names another. */
export const defaultBrokerVersion = '8.5.8';

/** Looks up a release by number. Throws RangeError naming the ones we know. */
export function brokerVersion(version: string = defaultBrokerVersion): BrokerVersion {
  const found = brokerVersions.find((candidate) => candidate.version === version);
  if (found) return found;
  const known = brokerVersions.map((candidate) => candidate.version).join('、');
  throw new RangeError(`不支持的引擎版本 ${version}，可选：${known}`);
}
