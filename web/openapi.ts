import { Type, type TSchema } from '@sinclair/typebox';
import { describeResponses } from './openapi-responses.ts';
import type { Operation } from './operation.ts';

const PROBLEM = {
  type: 'object',
  required: ['type', 'status', 'title'],
  properties: {
    type: { type: 'string' },
    status: { type: 'integer' },
    title: { type: 'string', description: '发生了什么、该怎么办' },
    detail: { type: 'string' },
    rule: { type: 'string' },
    id: { type: 'string', description: '日志中的编号' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
    },
  },
};

/** The OpenAPI 3.1 document of all routes, made from the very schemas that check the requests. */
export function openApi(operations: readonly Operation[], version: string, serverUrl: string): object {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [operation.method]: describe(operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '闭环 bihuan',
      version,
      description: '流程闭环办理系统的接口。所有写操作须带同源 Origin；出错时返回 application/problem+json。',
    },
    servers: [{ url: `${serverUrl}/api` }],
    components: {
      schemas: { Problem: PROBLEM },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'bihuan' },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
    paths,
  };
}

function describe(operation: Operation): object {
  const { summary, tag, auth = 'session' } = operation;
  return {
    summary,
    tags: [tag],
    parameters: [...inPath(operation), ...inQuery(operation), ...inHeader(operation)],
    ...(auth === 'none' ? {} : { security: [{ [auth]: [] }] }),
    ...bodyOf(operation),
    responses: describeResponses(operation),
  };
}

/** Path parameters by name: ids are ids wherever they stand. */
const PATH_SCHEMAS: Record<string, TSchema> = {
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  outboxId: Type.String({ pattern: '^[0-9]{1,18}$' }),
};
const UUIDS = new Set(['caseId', 'taskId', 'itemId', 'docId', 'clockId', 'triggerId', 'alarmId']);
const schemaOfPath = (name: string): TSchema =>
  PATH_SCHEMAS[name] ?? (UUIDS.has(name) ? Type.String({ format: 'uuid' }) : Type.String({ minLength: 1 }));

const inPath = ({ path }: Operation): object[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: schemaOfPath(name!),
  }));

const inQuery = ({ query }: Operation): object[] =>
  Object.entries((query?.properties ?? {}) as Record<string, TSchema>).map(([name, schema]) => ({
    name,
    in: 'query',
    required: ((query?.required as string[] | undefined) ?? []).includes(name),
    schema,
  }));

const inHeader = ({ headers = {} }: Operation): object[] =>
  Object.entries(headers).map(([name, schema]) => ({ name, in: 'header', required: true, schema }));

function bodyOf({ body, multipart }: Operation): object {
  const content = {
    ...(body ? { 'application/json': { schema: body } } : {}),
    ...(multipart ? { 'multipart/form-data': { schema: multipart } } : {}),
  };
  return Object.keys(content).length > 0 ? { requestBody: { required: true, content } } : {};
}
