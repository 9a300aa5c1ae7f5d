import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import express, { type ErrorRequestHandler } from 'express';
import { AppError } from '../core/errors.ts';
import { ownOrigin } from './origin.ts';

let server: Server;
let logged: Record<string, unknown>[];
afterEach(() => new Promise((resolve) => server.close(resolve)));

/** A server behind the door, listening on this machine; PORT in a header is its port. */
async function door(publicUrl: string) {
  logged = [];
  const app = express();
  app.use(
    '/api',
    ownOrigin({ publicUrl }, { warn: (seen: object) => void logged.push({ ...seen }) } as never),
  );
  app.use((_, response) => void response.sendStatus(204));
  const told: ErrorRequestHandler = (error: AppError, _, response, __) =>
    void response.sendStatus(error.status);
  app.use(told);
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return (method: string, path: string, headers: Record<string, string>): Promise<number> =>
    new Promise((resolve, reject) => {
      const filled = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, value.replace('PORT', String(port))]),
      );
      httpRequest({ method, port, path: `/api${path}`, headers: filled }, (response) => {
        response.resume();
        resolve(response.statusCode!);
      })
        .on('error', reject)
        .end();
    });
}

describe('behind a proxy that speaks https', () => {
  const PUBLIC = 'https://bihuan.example.gov.cn:8443';
  const HOST = 'bihuan.example.gov.cn:8443';

  test.each<[string, string, Record<string, string>, number]>([
    ['the public address', 'POST', { host: HOST, origin: PUBLIC }, 204],
    ['a proxy that does not pass on the host', 'POST', { host: '127.0.0.1:PORT', origin: PUBLIC }, 204],
    ['a program', 'POST', { host: HOST }, 204],
    ['our own page by its referer', 'POST', { host: HOST, referer: `${PUBLIC}/tasks` }, 204],
    ['a foreign page by its referer', 'POST', { host: HOST, referer: 'https://evil.example/' }, 403],
    ['the same name without its port', 'POST', { host: HOST, origin: 'https://bihuan.example.gov.cn' }, 403],
    ['the same name by http', 'POST', { host: HOST, origin: `http://${HOST}` }, 403],
    ['a page of this machine', 'POST', { host: '127.0.0.1:PORT', origin: 'http://127.0.0.1:PORT' }, 403],
    ['a page of this machine that speaks https', 'POST', { host: '127.0.0.1:PORT', origin: 'https://127.0.0.1:PORT' }, 403], // prettier-ignore
    ['no origin at all, said in words', 'POST', { host: HOST, origin: 'null' }, 403],
    ['cross-site', 'POST', { host: HOST, origin: PUBLIC, 'sec-fetch-site': 'cross-site' }, 403],
    ['another part of the site', 'POST', { host: HOST, origin: PUBLIC, 'sec-fetch-site': 'same-site' }, 403],
    ['a rebound name, reading', 'GET', { host: 'evil.example:PORT' }, 403],
    ['a rebound name that begins like ours', 'GET', { host: `${HOST}.evil.example` }, 403],
    ['another port of this machine', 'GET', { host: '127.0.0.1:1' }, 403],
    ['a host with a user name', 'GET', { host: `x@${HOST}` }, 403],
  ])('%s', async (_, method, headers, status) => {
    const ask = await door(PUBLIC);
    expect(await ask(method, '/cases', headers)).toBe(status);
  });

  test('log-out wants an origin, and the log names the two values that differ', async () => {
    const ask = await door(PUBLIC);

    expect(await ask('DELETE', '/session', { host: HOST })).toBe(403);
    expect(await ask('DELETE', '/session', { host: HOST, origin: PUBLIC })).toBe(204);
    expect(await ask('POST', '/cases', { host: HOST, origin: 'https://evil.example' })).toBe(403);

    expect(logged).toMatchObject([
      { origin: null, publicUrl: PUBLIC },
      { origin: 'https://evil.example', publicUrl: PUBLIC, method: 'POST', path: '/cases' },
    ]);
  });
});

describe('on all addresses of a machine without a name', () => {
  test('its addresses in digits are one each, a name is none', async () => {
    const ask = await door('http://0.0.0.0:8080');

    const at = (host: string) => ({ host, origin: `http://${host}` });
    expect(await ask('POST', '/cases', at('192.168.1.5:PORT'))).toBe(204);
    expect(await ask('POST', '/cases', at('localhost:PORT'))).toBe(204);
    expect(await ask('POST', '/cases', at('bihuan.lan:PORT'))).toBe(403);
    // Another scheme is another origin (X13).
    expect(await ask('POST', '/cases', { host: 'localhost:PORT', origin: 'https://localhost:PORT' })).toBe(
      403,
    );
    expect(await ask('POST', '/cases', { host: '192.168.1.5:PORT', origin: 'http://192.168.1.6:PORT' })).toBe(
      403,
    );
  });
});
