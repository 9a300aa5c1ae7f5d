import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { useProduct } from '../harness/product.ts';
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
      expect([name, [400, 401].includes(answer.status)]).toEqual([name, true]);
      if (JSON.stringify(security).includes('session')) expect([name, answer.status]).toEqual([name, 401]);
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
      const documented = [...Object.keys(responses), '200', '202'].includes(String(answer.status));
      expect([name, answer.status, documented]).toEqual([name, answer.status, true]);
      if (answer.ok || answer.status === 204) continue;
      expect((await answer.json()) as object).not.toMatchObject({ title: '没有这个接口' });
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
