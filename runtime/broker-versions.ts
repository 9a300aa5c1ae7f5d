/** One engine release we can run: where Maven keeps it and what it must hash to. */
export interface BrokerVersion {
  version: string;
  sha1: string;
  sha256: string;
  mainClass: string;
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
    licence: 'Zeebe Community License 1.1',
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
