import { expect, test } from '@jest/globals';
import { brokerEnvironment } from './broker-environment.ts';
import { brokerVersion, brokerVersions, defaultBrokerVersion } from './broker-versions.ts';

const ports = { gateway: 1001, command: 1002, internal: 1003, rest: 1004, management: 1005 };

test('no port of the engine is left at its default and nothing listens beyond loopback', () => {
  const environment = brokerEnvironment({ ports }, '/data/broker');

  const set = Object.entries(environment).filter(([name]) => name.endsWith('PORT'));
  expect(new Set(set.map(([, port]) => port))).toEqual(new Set(Object.values(ports).map(String)));
  const hosts = Object.entries(environment).filter(([name]) => /HOST$|ADDRESS$/.test(name));
  expect(new Set(hosts.map(([, host]) => host))).toEqual(new Set(['127.0.0.1']));
});

test('records go to the listener, without the kinds nobody reads', () => {
  const exporter = { exporterUrl: 'http://127.0.0.1:9', exporterPassword: 'of the listener' };

  const environment = brokerEnvironment({ ports, ...exporter }, '/data/broker');

  expect(environment).toMatchObject({
    ZEEBE_BROKER_EXPORTERS_AUDIT_ARGS_URL: 'http://127.0.0.1:9',
    ZEEBE_BROKER_EXPORTERS_AUDIT_ARGS_AUTHENTICATION_USERNAME: 'bihuan',
    ZEEBE_BROKER_EXPORTERS_AUDIT_ARGS_AUTHENTICATION_PASSWORD: 'of the listener',
    ZEEBE_BROKER_EXPORTERS_AUDIT_ARGS_INDEX_VARIABLE: 'false',
    ZEEBE_BROKER_EXPORTERS_AUDIT_ARGS_INDEX_JOBBATCH: 'false',
    ZEEBE_BROKER_EXPORTERS_AUDIT_ARGS_INDEX_CREATETEMPLATE: 'false',
  });
});

test('without a listener nothing is exported, and the clock stands by itself unless asked for', () => {
  const names = Object.keys(brokerEnvironment({ ports }, '/data/broker'));

  expect(names.filter((name) => /EXPORTERS|CLOCK/.test(name))).toEqual([]);
});

test('every release is pinned by two checksums, and the default is one of them', () => {
  for (const { sha1, sha256 } of brokerVersions) {
    expect([sha1.length, sha256.length]).toEqual([40, 64]);
  }
  expect(brokerVersion().version).toBe(defaultBrokerVersion);
});

test('a release we never booted is refused by naming those we did', () => {
  expect(() => brokerVersion('8.7.0')).toThrow('8.5.8、8.6.0');
});
