import { mkdtempSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { EngineAway, type Engine } from '../core/engine.ts';
import { openDatabase, rows, type Db } from '../core/db.ts';
import { setFilesRoot } from '../core/files.ts';
import { freshKey, freshKeys, type Keys } from '../core/keys.ts';
import { setDemoPasswords } from '../core/people.ts';
import { freshDatabase, type TestDatabase } from '../tests/harness/database.ts';
import { freshPhoto } from '../tests/harness/browser.ts';
import { buildApp } from './app.ts';

// The whole server on a real database. The engine is away, which no door may depend on (a client that never finds its
// gateway would keep this process from ending).
const away = () => Promise.reject(new EngineAway('no engine here'));
const engine = new Proxy({}, { get: () => away }) as Engine;
const PASSWORD = 'right-of-the-tests';
const METRICS = 'token-of-the-scraper';
const keys = freshKeys('2026-03-02T01:00:00.000Z');
let database: TestDatabase;
let owner: Db;
let web: Running;
beforeAll(async () => {
  database = await freshDatabase();
  owner = openDatabase(database.ownerUrl, 2);
  setFilesRoot(mkdtempSync(path.join(os.tmpdir(), 'doors-')));
  await setDemoPasswords(database.db, PASSWORD);
  web = await serve(keys);
});
afterAll(async () => {
  await web.close();
  await owner.destroy();
  await database.close();
});

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}
interface Asked {
  headers?: Record<string, string>;
  body?: unknown;
  from?: string;
}
interface Running {
  url: string;
  ask(method: string, path: string, asked?: Asked): Promise<Answer>;
  close(): Promise<void>;
}

async function serve(withKeys: Keys, mode: 'test' | 'demo' = 'demo'): Promise<Running> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const installation = {
    mode,
    dataDir: os.tmpdir(),
    databaseUrl: database.url,
    ownerDatabaseUrl: database.ownerUrl,
    gatewayAddress: '127.0.0.1:1',
    listenerHost: '127.0.0.1',
    listenerPort: 1,
    webHost: '127.0.0.1',
    webPort: port,
    publicUrl: url,
    keys: withKeys,
    metricsToken: METRICS,
    demoPassword: PASSWORD,
  };
  const log = pino({ level: 'silent' });
  const { app, close } = buildApp({
    db: database.db,
    engine,
    installation,
    log,
    version: '0',
    brokerEpoch: 'x',
  });
  server.on('request', app);
  return {
    url,
    ask: (method, at, asked = {}) => ask(port, method, at, asked),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await close();
    },
  };
}

function ask(port: number, method: string, at: string, { headers = {}, body, from }: Asked): Promise<Answer> {
  const sent = { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers };
  return new Promise((resolve, reject) => {
    httpRequest(
      { method, host: '127.0.0.1', port, path: at, headers: sent, localAddress: from },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }));
        response.on('error', reject);
      },
    )
      .on('error', reject)
      .end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const logIn = (account: string, password = PASSWORD, asked: Asked = {}) =>
  web.ask('POST', '/api/session', { ...asked, body: { account, password } });
const cookieOf = ({ headers }: Answer): string => headers['set-cookie']![0]!.split(';')[0]!;
const eventsOf = (account: string) =>
  rows<{ act: string; body: { address?: string } }>(
    database.db,
    'select act, body from security_event where actor = ? order by event_id',
    [account],
  );

describe('logging in', () => {
  test('sixty guesses at once, five looked at; no invented address and no log-in elsewhere helps', async () => {
    const account = 'fang.dongliang';
    const forwarded = (n: number) => ({ headers: { 'x-forwarded-for': `203.0.113.${n}` } });

    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, n) => logIn(account, `guess ${n}`, forwarded(n))),
    );

    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(55);
    expect((await logIn(account)).status).toBe(429);
    // The person is at another address of this machine, and gets in.
    const there = await logIn(account, PASSWORD, { from: '127.0.0.2' });
    expect(there.status).toBe(200);
    // And once the browser is known, at this one too.
    const known = await web.ask('GET', '/api/session', {
      headers: { cookie: cookieOf(there) },
      from: '127.0.0.2',
    });
    const browser = cookieOf(known);
    expect((await logIn(account, PASSWORD, { headers: { cookie: browser } })).status).toBe(200);
    expect(await eventsOf(account)).toEqual([
      ...Array(5).fill({ act: 'login.failed', body: { address: '127.0.0.1' } }),
      { act: 'login', body: { address: '127.0.0.2' } },
      { act: 'login', body: { address: '127.0.0.1' } },
    ]);
  });

  test('an office of forty behind one address gets in within a minute', async () => {
    const people = await rows<{ account: string }>(
      database.db,
      `select account from person where active and account <> 'fang.dongliang' order by account limit 40`,
    );
    const answers = await Promise.all(people.map(({ account }) => logIn(account)));
    expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(200));
  });
});

describe('a session', () => {
  test('outlives the rotation of its key, until the old key is dropped', async () => {
    const cookie = cookieOf(await logIn('xue.jinghua'));
    const next = freshKey(2);
    const status = async (session: Keys['session']) => {
      const rotated = await serve({ ...keys, session });
      const { status } = await rotated.ask('GET', '/api/session', { headers: { cookie } });
      await rotated.close();
      return status;
    };

    expect(await status([next, ...keys.session])).toBe(200);
    expect(await status([next])).toBe(401);
  });

  test('is ended by our own pages only, and leaves a row', async () => {
    const cookie = cookieOf(await logIn('xue.jinghua'));
    const end = (headers: Record<string, string>) =>
      web.ask('DELETE', '/api/session', { headers: { cookie, ...headers } });

    expect((await end({})).status).toBe(403);
    expect((await end({ origin: web.url })).status).toBe(204);
    expect((await eventsOf('xue.jinghua')).at(-1)).toMatchObject({ act: 'logout' });
  });

  const ENDS: [string, (account: string, cookie: string) => Promise<unknown>][] = [
    ['log-out', (_, cookie) => web.ask('DELETE', '/api/session', { headers: { cookie, origin: web.url } })],
    [
      'expiry',
      (account) =>
        owner.raw(`update session set expire = now() - interval '1 s' where sess->>'account' = ?`, [account]),
    ],
    ['deactivation', (account) => owner.raw('update person set active = false where account = ?', [account])],
  ];
  test.each(ENDS)('and its live hints end within seconds of %s', async (_, end) => {
    const account = 'shi.rongmao';
    const cookie = cookieOf(await logIn(account));
    let ended = 0;
    const stream = web.ask('GET', '/api/events', { headers: { cookie } }).then((answer) => {
      ended = performance.now();
      return answer;
    });
    await sleep(3_000);
    expect(ended).toBe(0);

    const since = performance.now();
    await end(account, cookie);
    expect(await stream).toMatchObject({ status: 200, text: expect.stringContaining('retry:') });
    expect(ended - since).toBeLessThan(6_000);
  });
});

describe('what a server says without being asked', () => {
  test('a rebound name learns nothing, not even the password of the demo', async () => {
    const port = new URL(web.url).port;
    const demo = (host: string) => web.ask('GET', '/api/session/demo', { headers: { host } });
    expect((await demo(`localhost:${port}`)).text).toContain(PASSWORD);
    const refused = await demo(`evil.example:${port}`);
    expect([refused.status, refused.text.includes(PASSWORD)]).toEqual([403, false]);
    expect(JSON.parse(refused.text)).toMatchObject({
      type: 'bad-origin',
      title: expect.stringContaining(web.url),
    });
    expect((await web.ask('GET', '/api/events', { headers: { host: 'evil.example' } })).status).toBe(403);
  });

  test('no answer stays in a cache but what is the same for everybody; pages may ask for camera and position', async () => {
    const cookie = cookieOf(await logIn('mei.siqi'));
    const seen = async (at: string) => (await web.ask('GET', at, { headers: { cookie } })).headers;
    for (const at of [
      '/session',
      '/tasks?view=todo',
      '/cases',
      '/lookups/people',
      '/no/such/thing',
      '/session/demo',
    ])
      expect([at, (await seen(`/api${at}`))['cache-control']]).toEqual([at, 'no-store']);
    for (const at of ['/lookups/categories', '/openapi.json'])
      expect([at, (await seen(`/api${at}`))['cache-control']]).toEqual([at, 'no-cache']);
    expect((await seen('/healthz'))['permissions-policy']).toMatch(/camera=\(self\), geolocation=\(self\)/);

    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(await freshPhoto())], { type: 'image/jpeg' }), '现场.jpg');
    const sent = await fetch(`${web.url}/api/files`, { method: 'POST', headers: { cookie }, body: form });
    const { sha256 } = (await sent.json()) as { sha256: string };
    expect(await seen(`/api/files/${sha256}?inline=1`)).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'image/jpeg',
    });
  });

  test('measurements are for this machine and for who has the token, and a flood is one question', async () => {
    const metrics = (headers: Record<string, string> = {}) => web.ask('GET', '/metrics', { headers });
    const forwarded = { 'x-forwarded-for': '203.0.113.9' };
    expect((await metrics()).text).toContain('bihuan_tasks_open');
    expect((await metrics(forwarded)).status).toBe(404);
    expect((await metrics({ ...forwarded, authorization: 'Bearer guessed' })).status).toBe(404);
    expect((await metrics({ ...forwarded, authorization: `Bearer ${METRICS}` })).status).toBe(200);

    const flood = await Promise.all(Array.from({ length: 200 }, () => web.ask('GET', '/readyz')));
    expect(new Set(flood.map(({ text, status }) => `${status} ${text}`)).size).toBe(1);
    const answers = await Promise.all(Array.from({ length: 200 }, () => metrics()));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });
});

describe('the log-in (S4)', () => {
  test('whoever fails at a log-in learns nothing of which accounts there are, and shuts nobody out elsewhere', async () => {
    const fail = async (account: string) => {
      const answer = await fetch(`${web.url}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ account, password: 'wrong' }),
      });
      return [answer.status, await answer.text()];
    };
    const [real, invented] = [[], []] as unknown[][];
    for (let n = 0; n < 7; n++) {
      real!.push(await fail('gan.lushan'));
      invented!.push(await fail('nobody.at.all'));
    }
    expect(real).toEqual(invented);
    expect(real!.map((one) => (one as number[])[0])).toEqual([401, 401, 401, 401, 401, 429, 429]);
  });
});
