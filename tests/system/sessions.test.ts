import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { useProduct } from '../harness/product.ts';
import { stories, STAFF } from '../harness/story.ts';

const product = useProduct();
const given = stories(product);
const logIn = (account: string, password: string, headers: Record<string, string> = {}) =>
  product.api.anonymous.raw('POST', '/session', { body: { account, password }, headers });

/** A request with headers that fetch does not let one choose, from one of this machine's addresses. */
function plain(
  method: string,
  path: string,
  { headers = {}, body, from }: { headers?: Record<string, string>; body?: unknown; from?: string } = {},
): Promise<{ status: number }> {
  const { hostname, port } = new URL(product.url);
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { method, hostname, port, path: `/api${path}`, headers: { ...json, ...headers }, localAddress: from },
      (response) => {
        response.resume().on('end', () => resolve({ status: response.statusCode! }));
      },
    );
    request.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
  });
}

describe('sessions', () => {
  test('the cookie is HttpOnly, SameSite=Strict, and the answer says who one is', async () => {
    const answer = await logIn('xue.jinghua', product.password);
    expect(answer.status).toBe(200);
    const cookie = answer.headers.getSetCookie()[0]!;
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Strict/i);
    expect(await answer.json()).toMatchObject({
      account: 'xue.jinghua',
      name: '薛景华',
      mode: 'test',
      groups: expect.arrayContaining(['awb', 'person:xue.jinghua', 'unit:yjj-zhxt']),
    });
  });

  test('a wrong password and an unknown account get the same words; the password is never given back', async () => {
    const [wrong, unknown] = await Promise.all([logIn('xue.jinghua', 'x'), logIn('nobody.at.all', 'x')]);
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(await wrong.json()).toEqual(await unknown.json());
  });

  test('after five wrong passwords this address waits five minutes, also with the right one; another does not', async () => {
    const account = 'fang.dongliang';
    const [before] = await product.rows<{ last: string }>(
      'select coalesce(max(event_id), 0) as last from security_event',
    );
    for (let i = 0; i < 5; i++) expect((await logIn(account, `wrong ${i}`)).status).toBe(401);
    const refused = await logIn(account, product.password);
    expect(refused.status).toBe(429);
    expect(((await refused.json()) as { title: string }).title).toContain('5 分钟后再试');
    // No word of a proxy that nobody named makes it another address.
    const forwarded = { 'x-forwarded-for': '203.0.113.9' };
    expect((await logIn(account, product.password, forwarded)).status).toBe(429);
    const credentials = { account, password: product.password };
    expect((await plain('POST', '/session', { from: '127.0.0.2', body: credentials })).status).toBe(200);

    await given.clockAt(new Date((await given.now()).getTime() + 5 * 60_000 + 1_000));
    expect((await logIn(account, product.password)).status).toBe(200);
    expect(
      await product.rows(
        `select act from security_event where actor = $1 and event_id > $2 order by event_id`,
        [account, before!.last],
      ),
    ).toEqual([...Array(5).fill({ act: 'login.failed' }), { act: 'login' }, { act: 'login' }]);
  });

  test('writing from a page of another origin is refused, logged in or not', async () => {
    const duty = await given.session(STAFF.duty);
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:1']) {
      const answer = await duty.raw('POST', '/cases/hazard-dispatch', {
        body: { data: {} },
        headers: { origin, 'idempotency-key': 'abcdefgh1' },
      });
      expect([origin, answer.status]).toEqual([origin, 403]);
      expect((await logIn(STAFF.duty, product.password, { origin })).status).toBe(403);
    }
  });

  test('a request that is addressed to another name is refused, whatever it asks', async () => {
    const { port, host } = new URL(product.url);
    for (const name of ['evil.example', `evil.example:${port}`, '127.0.0.1:1', '127.0.0.1.evil.example']) {
      expect([name, (await plain('GET', '/session/demo', { headers: { host: name } })).status]).toEqual([
        name,
        403,
      ]);
      const write = { headers: { host: name, origin: `http://${name}` }, body: {} };
      expect([name, (await plain('POST', '/session', write)).status]).toEqual([name, 403]);
    }
    for (const name of [host, `localhost:${port}`, `127.0.0.1:${port}`]) {
      const same = { host: name, origin: `http://${name}` };
      expect([name, (await plain('POST', '/session', { headers: same, body: {} })).status]).toEqual([
        name,
        400,
      ]);
      // The same name with another scheme is another origin, and so is one of this machine's names for the other.
      for (const origin of [`https://${name}`, `http://[::1]:${port}`])
        expect((await plain('POST', '/session', { headers: { host: name, origin }, body: {} })).status).toBe(
          403,
        );
    }
  });

  test('a write that the browser calls cross-site is refused; one without any origin only at log-out', async () => {
    const { origin } = new URL(product.url);
    const crossed = { origin, 'sec-fetch-site': 'cross-site' };
    expect((await plain('POST', '/session', { headers: crossed, body: {} })).status).toBe(403);
    const own = { origin, 'sec-fetch-site': 'same-origin' };
    expect((await plain('POST', '/session', { headers: own, body: {} })).status).toBe(400);
    expect((await plain('POST', '/session', { body: {} })).status).toBe(400);
    const linked = { referer: 'https://evil.example/page' };
    expect((await plain('POST', '/session', { headers: linked, body: {} })).status).toBe(403);
    expect((await plain('DELETE', '/session')).status).toBe(403);
    const log = readFileSync(path.join(product.dataDir, 'logs', 'bihuan.log'), 'utf8');
    expect(log).toMatch(/"origin":"https:\/\/evil.example"[^\n]*"publicUrl":"http:\/\/127/);
  });

  test('after logging out the old cookie opens nothing, and the log-out leaves a row', async () => {
    const answer = await logIn('xue.jinghua', product.password);
    const cookie = answer.headers.getSetCookie()[0]!.split(';')[0]!;
    const get = () => product.api.anonymous.raw('GET', '/session', { headers: { cookie } });
    expect((await get()).status).toBe(200);
    expect((await product.api.anonymous.raw('DELETE', '/session', { headers: { cookie } })).status).toBe(204);
    expect((await get()).status).toBe(401);
    expect(
      await product.rows(
        `select act from security_event where actor = 'xue.jinghua' order by event_id desc limit 1`,
      ),
    ).toEqual([{ act: 'logout' }]);
  });

  test('a session id that was planted before the log-in is worth nothing', async () => {
    const planted = 'bihuan=s%3Aplanted.AAAA';
    const answer = await product.api.anonymous.raw('POST', '/session', {
      body: { account: 'xue.jinghua', password: product.password },
      headers: { cookie: planted },
    });
    const fresh = answer.headers.getSetCookie()[0]!;
    expect(fresh).not.toContain('planted');
  });

  test('pages and answers carry a policy without inline scripts, and nothing tells the server software', async () => {
    const page = await fetch(`${product.url}/`, { headers: { accept: 'text/html' } });
    const policy = page.headers.get('content-security-policy')!;
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe-inline/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(page.headers.get('x-powered-by')).toBeNull();
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.headers.get('permissions-policy')).toMatch(/camera=\(self\), geolocation=\(self\)/);
  });
});
