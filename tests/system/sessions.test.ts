import { describe, expect, test } from '@jest/globals';
import { useProduct } from '../harness/product.ts';
import { stories, STAFF } from '../harness/story.ts';

const product = useProduct();
const given = stories(product);
const logIn = (account: string, password: string, headers: Record<string, string> = {}) =>
  product.api.anonymous.raw('POST', '/session', { body: { account, password }, headers });

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

  test('five wrong passwords lock the account for five minutes, also for the right one; then it opens again', async () => {
    const account = 'fang.dongliang';
    for (let i = 0; i < 5; i++) expect((await logIn(account, `wrong ${i}`)).status).toBe(401);
    const locked = await logIn(account, product.password);
    expect(locked.status).toBe(423);
    const { until, title } = (await locked.json()) as { until: string; title: string };
    expect(title).toContain('锁定');
    expect(Date.parse(until) - (await given.now()).getTime()).toBeGreaterThan(4 * 60_000);

    await given.clockAt(new Date(Date.parse(until) + 1_000));
    expect((await logIn(account, product.password)).status).toBe(200);
    expect(
      await product.rows(`select 1 from security_event where actor = $1 and act = 'login.failed'`, [account]),
    ).toHaveLength(6);
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

  test('after logging out the old cookie opens nothing', async () => {
    const answer = await logIn('xue.jinghua', product.password);
    const cookie = answer.headers.getSetCookie()[0]!.split(';')[0]!;
    const get = () => product.api.anonymous.raw('GET', '/session', { headers: { cookie } });
    expect((await get()).status).toBe(200);
    expect((await product.api.anonymous.raw('DELETE', '/session', { headers: { cookie } })).status).toBe(204);
    expect((await get()).status).toBe(401);
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
  });
});
