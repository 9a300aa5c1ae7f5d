import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { useProduct } from '../harness/product.ts';
import { Refused, stories, STAFF } from '../harness/story.ts';
import { cleanText } from '../../core/text/clean.ts';
import { allNaughty, mended, unspeakable } from './naughty.ts';

const product = useProduct();
const given = stories(product);

const ENOUGH = '(隐患描述补足到十个字以上)';
const report = (change: Record<string, unknown> = {}): Record<string, unknown> => ({
  source: '来信',
  anonymous: 'yes',
  place: { address: `上海市杨浦区隆昌路${randomUUID()}号` },
  category: '建筑施工',
  description: '脚手架拉结点缺失,外立面有坠物危险。',
  urgency: 'normal',
  deathInvolved: 'no',
  ...change,
});
const send = async (data: unknown, headers: Record<string, string> = {}) => {
  const duty = await given.session(STAFF.duty);
  return duty.raw('POST', '/cases/hazard-dispatch', {
    body: { data },
    headers: { 'idempotency-key': randomUUID(), ...headers },
  });
};
const cases = async (): Promise<number> =>
  Number((await product.rows<{ n: string }>('select count(*) as n from cases'))[0]!.n);
const problem = async (answer: Response) => {
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  return (await answer.json()) as {
    status: number;
    title: string;
    errors?: { path: string; message: string }[];
  };
};
const CHINESE = /[\u4e00-\u9fff]/;

describe('bad input', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['an unknown field', { surprise: '1' }, 'surprise'],
    ['a field of another form', { decision: 'accept' }, 'decision'],
    [
      '__proto__ as a field',
      JSON.parse('{"__proto__": {"admin": true}}') as Record<string, unknown>,
      '__proto__',
    ],
    ['a number where text belongs', { description: 12345678901 }, 'description'],
    ['a text where an object belongs', { place: '定海路' }, 'place'],
    ['a list where text belongs', { category: ['建筑施工'] }, 'category'],
    ['an option that is none', { urgency: 'very' }, 'urgency'],
    ['an object with a foreign member', { place: { address: '隆昌路1号', admin: true } }, 'place'],
    ['a latitude that is none', { place: { address: '隆昌路1号', lat: 131, lng: 121 } }, 'place'],
    ['over-long text', { description: '长'.repeat(5001) }, 'description'],
    ['text that is too short', { description: '短' }, 'description'],
    ['a missing required field', { category: undefined }, 'category'],
    [
      'a phone that is none',
      { anonymous: 'no', reporter: '某人', reporterPhone: '打这个电话' },
      'reporterPhone',
    ],
    [
      'a firm code with a wrong check digit',
      { object: { uscc: '91310110DEM010378X', name: '某公司' } },
      'object',
    ],
    ['a file that was never uploaded', { photos: [{ sha256: 'a'.repeat(64) }] }, ''],
    ['null as data member', { description: null }, 'description'],
  ])('%s is refused with the field in Chinese, and nothing is stored', async (_, change, path) => {
    const before = await cases();

    const answer = await send({ ...report(), ...change });

    expect(answer.status).toBe(400);
    const { title, errors } = await problem(answer);
    expect(title).toMatch(CHINESE);
    expect(errors!.length).toBeGreaterThan(0);
    if (path !== '') expect(errors!.map((error) => error.path.split('.')[0])).toContain(path);
    for (const { message } of errors!) expect(message).toMatch(CHINESE);
    expect(await cases()).toBe(before);
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['a list', []],
    ['a text', 'x'],
    ['data that is a list', { data: [] }],
    ['data beside something else', { data: {}, more: 1 }],
  ])('a body that is %s is refused', async (_, body) => {
    const duty = await given.session(STAFF.duty);
    const answer = await duty.raw('POST', '/cases/hazard-dispatch', {
      body,
      headers: { 'idempotency-key': randomUUID() },
    });
    expect(answer.status).toBe(400);
    expect((await problem(answer)).title).toMatch(CHINESE);
  });

  test('broken JSON, a foreign type and a body that is too large each get their own answer', async () => {
    const cookie = await product.api.as(STAFF.duty);
    const headers = { 'idempotency-key': randomUUID(), 'content-type': 'application/json' };
    const post = (body: string, more: Record<string, string> = {}) =>
      cookie.raw('POST', '/cases/hazard-dispatch', { text: body, headers: { ...headers, ...more } });

    expect((await post('{"data": {')).status).toBe(400);
    expect((await post('x'.repeat(10), { 'content-type': 'application/xml' })).status).toBe(415);
    expect((await post(JSON.stringify({ data: { description: '大'.repeat(600_000) } }))).status).toBe(413);
  });

  test('every naughty text is stored and given back as it is but for what nobody sees, and is never run', async () => {
    const duty = await given.session(STAFF.duty);
    const awb = await given.session(STAFF.dispatcher);
    for (const text of allNaughty) {
      const description = `${text}${ENOUGH}`;
      const answer = await send(report({ description }));
      expect([text, answer.status]).toEqual([text, 201]);
      const { caseId } = (await answer.json()) as { caseId: string };
      const [row] = await product.rows<{ told: string }>(
        `select data->>'description' as told from submission where case_id = $1 and element_id = 'start'`,
        [caseId],
      );
      expect(row!.told).toBe(cleanText(description));
      const seen = await awb.get<{ facts: { label: string; value: string }[] }>(`/cases/${caseId}`);
      expect(seen.facts).toContainEqual({ label: '描述', value: cleanText(description) });
      expect((await duty.raw('GET', `/cases?q=${encodeURIComponent(text)}&limit=1`)).status).toBe(200);
    }
    expect((await product.rows<{ n: number }>('select count(*)::int as n from cases'))[0]!.n).toBeGreaterThan(
      60,
    );
  });

  test.each(unspeakable.map((text) => [JSON.stringify(text), text]))(
    '%s is refused, not stored',
    async (_, text) => {
      const before = await cases();
      const answer = await send(report({ description: `${text}${ENOUGH}` }));
      expect(answer.status).toBe(400);
      expect((await problem(answer)).title).toMatch(CHINESE);
      expect(await cases()).toBe(before);
    },
  );

  test.each(mended)(
    '%j is taken and stored as %j, in forms, drafts, comments and searches alike',
    async (typed, kept) => {
      const duty = await given.session(STAFF.duty);
      const answer = await send(report({ description: `${typed}${ENOUGH}` }));
      expect(answer.status).toBe(201);
      const { caseId } = (await answer.json()) as { caseId: string };
      const [row] = await product.rows<{ told: string }>(
        `select data->>'description' as told from submission where case_id = $1 and element_id = 'start'`,
        [caseId],
      );
      expect(row!.told).toBe(`${kept}${ENOUGH}`);
      const body = { data: { description: typed, place: { address: typed }, object: { name: typed } } };
      expect((await duty.raw('POST', '/cases/hazard-dispatch/duplicates', { body })).status).toBe(200);
      expect((await duty.raw('GET', `/cases?q=${encodeURIComponent(typed.toWellFormed())}`)).status).toBe(
        200,
      );
      const story = await given.report();
      const { taskId } = await story.reach('order');
      const awb = await given.session(STAFF.dispatcher);
      const saved = await awb.raw('POST', `/tasks/${taskId}/draft`, {
        body: { version: 1, data: { demand: typed } },
      });
      expect([typed, saved.status < 400]).toEqual([typed, true]);
      expect(JSON.stringify(await awb.get(`/tasks/${taskId}`))).toContain(JSON.stringify(kept).slice(1, -1));
    },
  );

  test('the twenty-first wrong field is told with the next try', async () => {
    const duty = await given.session(STAFF.duty);
    const clockIds = Array.from({ length: 60 }, (_, i) => `x${i}`);
    const answer = await duty.raw('POST', `/cases/${randomUUID()}/acknowledgements`, {
      body: { comment: '已阅', clockIds },
    });
    expect(answer.status).toBe(400);
    expect((await problem(answer)).errors).toHaveLength(20);
  });

  test('a reason that is too long is told its limit and its length', async () => {
    const duty = await given.session(STAFF.duty);
    const answer = await duty.raw('POST', `/cases/${randomUUID()}/reporter`, {
      body: { reason: '长'.repeat(501) },
    });
    expect((await problem(answer)).errors).toEqual([
      { path: 'reason', message: '最多 500 个字，现有 501 个字' },
    ]);
  });

  test('naughty texts in addresses and search find nothing and break nothing', async () => {
    const awb = await given.session(STAFF.dispatcher);
    const answers = await Promise.all(
      allNaughty.flatMap((text) => {
        const coded = encodeURIComponent(text);
        return [
          `/cases/${coded}`,
          `/tasks/${coded}`,
          `/files/${coded}`,
          `/documents/${coded}/pdf`,
          `/processes/${coded}/start-form`,
          `/cases?cursor=${coded}`,
          `/tasks?cursor=${coded}`,
        ].map(async (path) => [path, (await awb.raw('GET', path)).status] as const);
      }),
    );
    for (const [path, status] of answers)
      expect([path, [200, 400, 404].includes(status)]).toEqual([path, true]);
  });

  test('a file that is not what it says is refused', async () => {
    const duty = await given.session(STAFF.duty);
    const upload = async (bytes: BlobPart, name: string) => {
      const form = new FormData();
      form.append('file', new Blob([bytes]), name);
      return duty.raw('POST', '/files', { form });
    };
    for (const [bytes, name] of [
      ['<html><script>alert(1)</script></html>', '照片.jpg'],
      ['MZ\u0090\u0000', '文书.pdf'],
      ['', '空.png'],
      [new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16]), '断.jpg'],
      ['<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', '图.svg'],
    ] as [BlobPart, string][]) {
      const answer = await upload(bytes, name);
      expect([name, answer.status]).toEqual([name, 400]);
      expect((await problem(answer)).title).toMatch(CHINESE);
    }
  });

  test('naughty texts in a task are refused by field or stored word for word', async () => {
    const story = await given.report();
    await story.reach('order');
    for (const text of unspeakable) {
      const refused = await story.refusal('order', { form: { demand: text } });
      expect(refused).toBeInstanceOf(Refused);
      expect(refused.status).toBe(400);
    }
    const all = allNaughty.join('\n').slice(0, 1900);
    await story.perform('order', { form: { demand: all } });
    expect((await story.submissions('hazard.order'))[0]!.data.demand).toBe(cleanText(all));
    await story.task('take');
  });
});
