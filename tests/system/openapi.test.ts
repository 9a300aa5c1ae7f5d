import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { useProduct, type ProductUnderTest } from '../harness/product.ts';
import { stories, STAFF } from '../harness/story.ts';

interface Operation {
  summary?: string;
  tags?: string[];
  parameters?: { name: string; in: string; required?: boolean; schema?: object }[];
  requestBody?: { content: Record<string, { schema?: object }> };
  responses: Record<string, { description?: string; content?: Record<string, { schema?: object }> }>;
  security?: object[];
}
interface Document {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

const product = useProduct();
const given = stories(product);
/** Between them they may read whatever there is. */
const WHO = [STAFF.dispatcher, STAFF.auditor, STAFF.operator, STAFF.duty];
/** Reads that need more than a case under way: a demo, an item, a limit of one's own, a message that is waited for. */
const NEEDS_MORE = new Set([
  'get /session/demo',
  'get /cases/{caseId}/extensions/form',
  'get /cases/{caseId}/items/{itemId}/merge-targets',
  'get /cases/{caseId}/messages/{elementId}',
]);

/** Something that exists for every parameter of a path. */
async function idsOf(of: ProductUnderTest, caseId: string): Promise<Record<string, string>> {
  const id = async (sql: string) => (await of.rows<{ id: string }>(sql, [caseId]))[0]!.id;
  return {
    caseId,
    taskId: await id('select task_id as id from task where case_id = $1'),
    docId: await id('select doc_id as id from document where case_id = $1'),
    rowId: await id('select cast(row_id as text) as id from measure_register where $1::text is not null'),
    process: 'hazard-dispatch',
    name: 'measures',
  };
}

const NOWHERE = '00000000-0000-4000-8000-000000000000';

describe('openapi', () => {
  let document: Document;
  let operations: [name: string, method: string, path: string, operation: Operation][];
  beforeAll(async () => {
    document = await product.api.anonymous.get<Document>('/openapi.json');
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): (typeof operations)[number] => [
        `${method} ${path}`,
        method,
        path,
        operation,
      ]),
    );
  });

  test('says what it is, and documents every operation of the contract', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.info.version).toMatch(/^\d+\.\d+\.\d+/);
    const names = operations.map(([name]) => name);
    for (const wanted of [
      'post /session',
      'get /session',
      'delete /session',
      'post /cases/{process}',
      'get /cases',
      'get /cases/{caseId}',
      'get /cases/{caseId}/timeline',
      'get /cases/{caseId}/path',
      'get /cases/{caseId}/verdict',
      'get /cases/{caseId}/clocks',
      'get /cases/{caseId}/evidence',
      'get /tasks',
      'get /tasks/{taskId}',
      'post /tasks/{taskId}/claim',
      'post /tasks/{taskId}/release',
      'post /tasks/{taskId}/draft',
      'post /tasks/{taskId}/submit',
      'post /files',
      'post /inbound/hotline',
    ])
      // prettier-ignore
      expect(names).toContain(wanted);
  });

  test('every operation declares its path parameters, a Chinese summary, and its answers', () => {
    for (const [name, , path, operation] of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, key]) => key);
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect([name, declared.map((parameter) => parameter.name)]).toEqual([name, inPath]);
      for (const parameter of declared)
        expect(parameter).toMatchObject({ required: true, schema: { type: 'string' } });
      expect([name, operation.summary]).toEqual([name, expect.stringMatching(/[\u4e00-\u9fff]/)]);
      expect(Object.keys(operation.responses).some((status) => status.startsWith('2'))).toBe(true);
      for (const [status, answer] of Object.entries(operation.responses)) {
        expect([name, status, answer.description]).toEqual([name, status, expect.any(String)]);
        if (status.startsWith('4')) expect(answer.content).toHaveProperty(['application/problem+json']);
      }
    }
  });

  test('every schema is a JSON Schema, and every reference leads somewhere', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    const schemas = operations.flatMap(([name, , , { parameters = [], requestBody, responses }]) => [
      ...parameters.map(({ schema }) => [name, schema] as const),
      ...Object.values(requestBody?.content ?? {}).map(({ schema }) => [name, schema] as const),
      ...Object.values(responses).flatMap(({ content }) =>
        Object.values(content ?? {}).map(({ schema }) => [name, schema] as const),
      ),
    ]);
    expect(schemas.length).toBeGreaterThan(50);
    for (const [name, schema] of schemas) {
      const reference = (schema as { $ref?: string } | undefined)?.$ref;
      if (reference === undefined) expect([name, typeof ajv.compile(schema!)]).toEqual([name, 'function']);
      else expect(document.components.schemas).toHaveProperty(reference.split('/').at(-1)!);
    }
  });

  test('nobody gets anything without logging in, except what is documented as open', async () => {
    for (const [name, method, path, { security }] of operations) {
      if (security === undefined || path === '/session') continue;
      const answer = await product.api.anonymous.raw(
        method.toUpperCase(),
        path.replace(/\{\w+\}/g, NOWHERE),
        method === 'get' ? {} : { body: {} },
      );
      expect([name, answer.status]).toEqual([name, 401]);
      expect(answer.headers.get('content-type')).toMatch(/problem\+json/);
    }
  });

  test('every documented operation exists and answers a logged-in person as documented', async () => {
    const awb = await given.session(STAFF.dispatcher);
    for (const [name, method, path, { responses }] of operations) {
      if (name === 'delete /session' || name === 'post /session') continue;
      const answer = await awb.raw(
        method.toUpperCase(),
        path.replace('{process}', 'hazard-dispatch').replace(/\{\w+\}/g, NOWHERE),
        method === 'get' ? {} : { body: {} },
      );
      const documented = Object.keys(responses).includes(String(answer.status));
      expect([name, answer.status, documented]).toEqual([name, answer.status, true]);
      if (answer.ok) {
        await answer.body?.cancel();
        continue;
      }
      expect((await answer.json()) as object).not.toMatchObject({
        title: expect.stringMatching('没有这个接口'),
      });
    }
  });

  test('paths are spelled rightly, and what is no plain JSON is said: keys, uploads, downloads, the stream', () => {
    for (const path of Object.keys(document.paths))
      for (const part of path.split('/').slice(1)) expect(part).toMatch(/^([\w-]+|\{\w+\})$/);
    const of = (name: string) => operations.find(([one]) => one === name)![3];
    expect(of('get /files/{sha256}').parameters).toContainEqual(
      expect.objectContaining({ name: 'sha256', in: 'path' }),
    );
    expect(of('post /cases/{process}').parameters).toContainEqual(
      expect.objectContaining({ name: 'Idempotency-Key', in: 'header', required: true }),
    );
    for (const name of ['post /files', 'post /registers/{name}/import'])
      expect(Object.keys(of(name).requestBody!.content)).toEqual(['multipart/form-data']);
    expect(Object.keys(of('get /documents/{docId}/pdf').responses['200']!.content!)).toEqual([
      'application/pdf',
    ]);
    expect(Object.keys(of('get /events').responses['200']!.content!)).toEqual(['text/event-stream']);
    expect(Object.keys(of('post /session').responses)).toEqual(
      expect.arrayContaining(['200', '400', '401', '413', '415', '423', '429', '503']),
    );
    for (const [name, , , { responses, security }] of operations) {
      expect([name, Object.keys(responses)]).toEqual([name, expect.arrayContaining(['400', '405', '503'])]);
      if (security) expect([name, Object.keys(responses)]).toEqual([name, expect.arrayContaining(['401'])]);
    }
  });

  test('every documented success is the real one', async () => {
    const sessions = await Promise.all(WHO.map((account) => given.session(account)));
    const story = await given.report();
    await story.reach('verify');
    const duty = await given.session(STAFF.duty);
    const { sha256 } = await duty.upload(new Blob(['%PDF-1.4\n%%EOF']), '材料.pdf');
    const ids = { ...(await idsOf(product, story.caseId)), sha256 };
    const never = [];
    for (const [name, method, path, { responses }] of operations) {
      if (method !== 'get' || NEEDS_MORE.has(name)) continue;
      const address = path.replace(
        /\{(\w+)\}/g,
        (_, key: string) => (ids as Record<string, string>)[key] ?? NOWHERE,
      );
      const success = Object.keys(responses).filter((status) => status.startsWith('2'));
      let seen = false;
      for (const session of sessions) {
        const answer = await session.raw('GET', address);
        const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
        await answer.body?.cancel();
        if (answer.ok) {
          const documented = Object.keys(responses[String(answer.status)]?.content ?? {});
          expect([name, success, answer.status]).toEqual([name, [String(answer.status)], answer.status]);
          expect([name, type, documented]).toEqual([
            name,
            type,
            expect.arrayContaining([documented[0] === '*/*' ? '*/*' : type]),
          ]);
        }
        seen ||= answer.ok;
      }
      if (!seen) never.push(name);
    }
    expect(never).toEqual([]);
  });

  test('what is written succeeds as documented too', async () => {
    const story = await given.report();
    await story.reach('order');
    const { taskId } = (await story.tasksOf('order'))[0]!;
    const [duty, awb] = [await given.session(STAFF.duty), await given.session(STAFF.dispatcher)];
    const operator = await given.session(STAFF.operator);
    const { version } = await awb.get<{ version: number }>(`/tasks/${taskId}`);
    const file = new FormData();
    file.append('file', new Blob(['%PDF-1.4\n%%EOF']), '材料.pdf');
    const done: [name: string, answer: Response][] = [
      [
        'post /tasks/{taskId}/draft',
        await awb.raw('POST', `/tasks/${taskId}/draft`, { body: { version, data: {} } }),
      ],
      ['post /tasks/{taskId}/claim', await awb.raw('POST', `/tasks/${taskId}/claim`, { body: { version } })],
      [
        'post /tasks/{taskId}/release',
        await awb.raw('POST', `/tasks/${taskId}/release`, { body: { version: version + 1 } }),
      ],
      [
        'post /cases/{process}/duplicates',
        await duty.raw('POST', '/cases/hazard-dispatch/duplicates', { body: { data: {} } }),
      ],
      ['post /files', await duty.raw('POST', '/files', { form: file })],
      ['post /operator/fsck/repair', await operator.raw('POST', '/operator/fsck/repair')],
      ['post /operator/triggers/start', await operator.raw('POST', '/operator/triggers/start')],
      ['delete /session', await product.api.anonymous.raw('DELETE', '/session')],
    ];
    for (const [name, answer] of done) {
      const { responses } = operations.find(([one]) => one === name)![3];
      const success = Object.keys(responses).filter((status) => status.startsWith('2'));
      expect([name, String(answer.status), await answer.text()]).toEqual([
        name,
        success[0],
        expect.any(String),
      ]);
    }
  });

  test('what no one documented is answered 404 as problem+json, on every method', async () => {
    const awb = await given.session(STAFF.dispatcher);
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await awb.raw(method, '/no/such/thing', method === 'GET' ? {} : { body: {} });
      expect([method, answer.status, answer.headers.get('content-type')]).toEqual([
        method,
        404,
        expect.stringMatching(/problem\+json/),
      ]);
    }
    expect((await fetch(`${product.url}/api/docs/`)).status).toBe(200);
    expect((await fetch(`${product.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${product.url}/metrics`)).status).toBe(200);
  });
});
