import { describe, expect, test } from '@jest/globals';
import { namesServers, seatFrom } from './up-external.ts';
import { faultOf } from './up.ts';

describe('what bihuan up refuses', () => {
  test.each(['0.0.0.0', '::', '192.168.1.5', 'example.org', '127.evil.org'])('a demo on %s', (host) => {
    expect(faultOf({ host, demo: true })).toContain('演示方式只能监听本机地址');
  });

  test.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost'])('but not one on %s', (host) => {
    expect(faultOf({ host, demo: true })).toBeUndefined();
  });

  test('nor a real installation on all addresses', () => {
    expect(faultOf({ host: '0.0.0.0', demo: false })).toBeUndefined();
  });

  test.each(['0', '65536', '-1', '80a', '1e3', ' 80', ''])('port %j', (port) => {
    expect(faultOf({ port, host: '127.0.0.1', demo: true })).toContain('--port');
  });
});

describe('servers named by the environment', () => {
  const owner = 'postgres://owner:x@db/bihuan';
  const named = {
    DATABASE_OWNER_URL: owner,
    ZEEBE_ADDRESS: 'zeebe:26500',
    BIHUAN_LISTENER_PORT: '9200',
    BIHUAN_PUBLIC_URL: 'https://example.org',
    BIHUAN_SECRET: 's'.repeat(32),
  };

  test('a database without an engine is not enough to go without the embedded ones', () => {
    expect([namesServers({ DATABASE_URL: owner }), namesServers(named)]).toEqual([false, true]);
  });

  test('with one database user only, the product does not work as that owner', () => {
    expect(seatFrom(named)).toMatchObject({
      ownerDatabaseUrl: owner,
      databaseUrl: undefined,
      mode: 'production',
    });
    expect(
      seatFrom({ ...named, DATABASE_OWNER_URL: undefined, DATABASE_URL: owner }).databaseUrl,
    ).toBeUndefined();
  });

  test('with two, it works as the one who is not the owner', () => {
    const app = 'postgres://app:y@db/bihuan';

    expect(seatFrom({ ...named, DATABASE_URL: app })).toMatchObject({
      ownerDatabaseUrl: owner,
      databaseUrl: app,
    });
  });

  test('the record listener is for this machine, and nobody speaks for others, unless somebody says so', () => {
    expect(seatFrom(named)).toMatchObject({ listenerHost: '127.0.0.1', trustedProxy: undefined });
    expect(seatFrom({ ...named, BIHUAN_TRUSTED_PROXY: 'loopback, 172.16.0.0/12' }).trustedProxy).toBe(
      'loopback, 172.16.0.0/12',
    );
    expect(() => seatFrom({ ...named, BIHUAN_TRUSTED_PROXY: 'true' })).toThrow('BIHUAN_TRUSTED_PROXY');
  });

  test('all faults of the environment are told at once', () => {
    const faulty = { ...named, BIHUAN_SECRET: 'short', BIHUAN_LISTENER_PORT: 'x' };

    expect(() => seatFrom(faulty)).toThrow(
      /BIHUAN_LISTENER_PORT[^]*BIHUAN_SECRET|BIHUAN_SECRET[^]*BIHUAN_LISTENER_PORT/,
    );
  });
});
