import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { problemFault } from '../harness/fuzz/judge.ts';
import { useProduct } from '../harness/product.ts';
import { stories, STAFF, type Story } from '../harness/story.ts';

const product = useProduct();
const given = stories(product);

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const cursor = (...parts: unknown[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');
const JSON_TYPE = { 'content-type': 'application/json' };
const ID = '00000000-0000-4000-8000-000000000000';

/** The answer must be a refusal in words with one of these statuses. */
async function refused(answer: Response, ...statuses: number[]): Promise<Record<string, unknown>> {
  const body = await answer.text();
  expect([body, statuses.includes(answer.status)]).toEqual([body, true]);
  expect(problemFault(answer.status, answer.headers.get('content-type') ?? '', body)).toBeUndefined();
  return JSON.parse(body) as Record<string, unknown>;
}

describe('before log-in', () => {
  const post = (text: string, headers: Record<string, string> = {}, path = '/session') =>
    product.api.anonymous.raw('POST', path, { text, headers: { ...JSON_TYPE, ...headers } });

  test.each([65, 5_000, 8_000])('a body nested %i deep is refused', async (levels) => {
    await refused(await post(nested(levels)), 400);
  });
  test.each(['gzip', 'br', 'deflate', 'zstd', 'x'])('a body that is no %s is refused', async (coding) => {
    await refused(await post('xx', { 'content-encoding': coding }), 400, 415);
  });
  test.each([
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['application/json; charset=utf-7', 415],
  ])('a body of type %s is refused', async (type, status) => {
    await refused(await post('{}', { 'content-type': type }), status);
  });

  test('a body in another encoding than UTF-8 is refused, and not read with marks for its characters', async () => {
    const gbk = Buffer.concat([
      Buffer.from('{"account":"'),
      Buffer.from([0xb5, 0xe7]),
      Buffer.from('","password":"x"}'),
    ]);
    const answer = await fetch(`${product.url}/api/session`, {
      method: 'POST',
      body: gbk,
      headers: JSON_TYPE,
    });
    expect((await refused(answer, 400)).title).toContain('UTF-8');
  });

  test('a body larger than a log-in needs is refused, and only twenty of its faults are told', async () => {
    await refused(await post(JSON.stringify({ account: 'x'.repeat(17_000), password: 'y' })), 413);
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`k${n}`, 1]));
    const { errors } = await refused(await post(JSON.stringify(many)), 400);
    expect((errors as unknown[]).length).toBe(20);
  });

  test('what is large and open to anybody is pressed once or not at all', async () => {
    const page = await (await fetch(product.url, { headers: { accept: 'text/html' } })).text();
    const script = /\/assets\/[\w.-]+\.js/.exec(page)![0];
    const as = async (path: string, coding: string) => {
      const answer = await fetch(`${product.url}${path}`, { headers: { 'accept-encoding': coding } });
      await answer.body?.cancel();
      return [answer.status, answer.headers.get('content-encoding')];
    };
    expect(await as(script, 'gzip, br')).toEqual([200, 'gzip']);
    expect(await as(script, 'br')).toEqual([200, null]);
    expect(await as(script, 'identity')).toEqual([200, null]);
    expect(await as('/api/docs/swagger-ui-bundle.js', 'gzip, br')).toEqual([200, null]);
    await refused(
      await fetch(`${product.url}/assets/none.js`, { headers: { 'accept-encoding': 'gzip' } }),
      404,
    );
  });

  test('nothing of a body is read where only somebody known may send one', async () => {
    // Neither its size nor its type nor its contents change the answer: nobody looked.
    for (const text of [nested(5_000), 'x'.repeat(900_000), '{"data":{"x":"\\ud83d"}}', '{'])
      for (const target of ['/cases/hazard-dispatch', `/tasks/${ID}/draft`, '/inbound/hotline'])
        await refused(await post(text, {}, target), 401);
    await refused(
      await post('x', { 'content-encoding': 'gzip', 'content-type': 'x' }, '/inbound/hotline'),
      401,
    );
  });
});

describe('of somebody who is logged in', () => {
  let story: Story;
  let taskId: string;
  beforeAll(async () => {
    story = await given.report();
    await story.reach('order');
    taskId = (await story.tasksOf('order'))[0]!.taskId;
  });

  test.each<[string, string]>([
    ['the inbox', `/tasks?cursor=${cursor('x', 'y')}`],
    ['the inbox', `/tasks?cursor=${cursor('9999-99-99 99:99:99+00', ID)}`],
    ['what is done', `/tasks?view=done&cursor=${cursor('x', 'y')}`],
    [
      'what one started',
      `/tasks?view=started&cursor=${cursor('-openedAt', '0', '9999-99-99 99:99:99+00', ID)}`,
    ],
    ['cases', `/cases?cursor=${cursor('-openedAt', '0', '9999-99-99 99:99:99+00', ID)}`],
    ['cases', `/cases?cursor=${cursor('-openedAt', 'constructor', '2026-03-02 09:00:00+00', ID)}`],
    ['measures', `/registers/measures/rows?sort=dueOn&cursor=${cursor('dueOn', '2026-99-99', '1')}`],
    ['measures', `/registers/measures/rows?sort=topic&cursor=${cursor('topic', '\u0000', '1')}`],
    ['measures', `/registers/measures/rows?sort=topic&cursor=${cursor('topic', 'x', '\u0000')}`],
    ['scores', `/registers/scores/rows?cursor=${cursor('-at', '9999-99-99 99:99:99+00', '1')}`],
  ])('a cursor of %s that is none is refused: %s', async (_, address) => {
    const awb = await given.session(STAFF.dispatcher);
    await refused(await awb.raw('GET', address), 400);
  });

  test.each(['0'.repeat(36), '-'.repeat(36), `urn:uuid:${ID}`])(
    '%s is no id in any query or body',
    async (id) => {
      const awb = await given.session(STAFF.dispatcher);
      const base = `/cases/${story.caseId}`;
      await refused(await awb.raw('GET', `${base}/extensions/form?clockId=${id}`), 400);
      await refused(await awb.raw('POST', `${base}/extensions`, { body: { clockId: id, data: {} } }), 400);
      await refused(await awb.raw('POST', `${base}/items/${ID}/merge`, { body: { mergedInto: id } }), 400);
      const several = { comment: '已阅知', clockIds: [id] };
      await refused(await awb.raw('POST', `${base}/acknowledgements`, { body: several }), 400);
      await refused(await awb.raw('GET', `/cases/${id}`), 404);
    },
  );

  test.each<[string, string]>([['NUL', '张工\u0000说明']])(
    'a draft with %s is refused with its field, and the log keeps nothing of it',
    async (_, text) => {
      const file = path.join(product.dataDir, 'logs', 'bihuan.log');
      const from = (await stat(file)).size;
      const awb = await given.session(STAFF.dispatcher);
      const body = { version: 1, data: { demand: text } };

      const { errors } = await refused(await awb.raw('POST', `/tasks/${taskId}/draft`, { body }), 400);

      expect(errors).toEqual([{ path: 'demand', message: expect.stringMatching(/请删除后再提交/) }]);
      expect((await readFile(file)).subarray(from).toString()).not.toContain('张工');
    },
  );

  test('a body nested too deeply, a wrong type and too many members are refused', async () => {
    const awb = await given.session(STAFF.dispatcher);
    const draft = (text: string, headers: Record<string, string> = JSON_TYPE) =>
      awb.raw('POST', `/tasks/${taskId}/draft`, { text, headers });
    await refused(await draft(`{"version":1,"data":{"x":${nested(100_000)}}}`), 400);
    await refused(await draft('{}', { 'content-type': 'text/plain' }), 415);
    await refused(await draft(JSON.stringify({ version: 1, data: { x: Array(60_000).fill(1) } })), 413);
    await refused(await awb.raw('POST', `/tasks/${taskId}/claim`, { body: { version: 2 ** 31 } }), 400);
  });

  test('a picture said to be taken before there were cameras is refused with its field', async () => {
    const duty = await given.session(STAFF.duty);
    const form = new FormData();
    form.append('takenAt', '-271821-04-20');
    form.append('file', new Blob(['%PDF-1.4\n%%EOF']), '材料.pdf');
    const { errors } = await refused(await duty.raw('POST', '/files', { form }), 400);
    expect(errors).toEqual([{ path: 'takenAt', message: expect.stringContaining('有效的时间') }]);
  });

  test('a file in another wrapping than multipart is refused', async () => {
    const duty = await given.session(STAFF.duty);
    await refused(await duty.raw('POST', '/files', { body: { file: 'x' } }), 415);
    const broken = { text: '--x\r\nhalf', headers: { 'content-type': 'multipart/form-data; boundary=x' } };
    await refused(await duty.raw('POST', '/files', broken), 400);
  });

  test('addresses that cannot be any of ours are refused', async () => {
    const awb = await given.session(STAFF.dispatcher);
    await refused(await awb.raw('GET', '/cases/%E0%A4%A'), 400);
    await refused(await awb.raw('GET', '/cases?q=%00'), 400);
    await refused(await awb.raw('GET', `/cases?q=${'x'.repeat(9_000)}`), 414);
    await refused(await awb.raw('GET', '/cases?q=a&q=b'), 400);
    await refused(await awb.raw('GET', '/registers/constructor'), 404);
    await refused(await awb.raw('GET', '/no/such/thing'), 404);
    await refused(await fetch(`${product.url}/assets/none.js`), 404);
    await refused(await fetch(`${product.url}/api/docs/none.js`), 404);
    await refused(await fetch(product.url, { method: 'POST', body: 'x' }), 405);
    await refused(await fetch(`${product.url}/sw.js`, { headers: { range: 'bytes=99999999-' } }), 416);
  });

  test('another method than the documented ones is refused with those that are', async () => {
    const awb = await given.session(STAFF.dispatcher);
    const allowed = async (method: string, address: string) => {
      const answer = await awb.raw(method, address);
      await refused(answer, 405);
      return answer.headers.get('allow');
    };
    expect(await allowed('PUT', `/cases/${story.caseId}`)).toBe('GET, HEAD, OPTIONS, POST');
    expect(await allowed('DELETE', `/tasks/${taskId}`)).toBe('GET, HEAD, OPTIONS');
    expect(await allowed('PATCH', '/session')).toBe('DELETE, GET, HEAD, OPTIONS, POST');
    const asked = await awb.raw('OPTIONS', '/files');
    expect([asked.status, asked.headers.get('allow')]).toEqual([204, 'OPTIONS, POST']);
    expect((await awb.raw('HEAD', '/tasks')).status).toBe(200);
  });
});

test('a ticket of the 12345 platform with characters that cannot be kept is taken without them', async () => {
  const ticket = {
    ticketNo: `T${randomUUID().slice(0, 8)}`,
    kind: '求助投诉',
    anonymous: true,
    address: `上海市杨浦区隆昌路${randomUUID().slice(0, 6)}号`,
    category: '建筑施工',
    description: '脚手架拉结点缺失\u0000，外立面有坠物危险\ud83d',
  };
  const answer = await product.api.anonymous.raw('POST', '/inbound/hotline', {
    body: ticket,
    headers: { authorization: `Bearer ${product.hotlineToken}` },
  });
  expect([answer.status, await answer.json()]).toEqual([
    201,
    { caseId: expect.any(String), caseNo: expect.any(String) },
  ]);
  const [row] = await product.rows<{ told: string }>(
    `select data->>'description' as told from submission where data->>'ticketNo' = $1`,
    [ticket.ticketNo],
  );
  expect(row!.told).toBe('脚手架拉结点缺失，外立面有坠物危险');
});
