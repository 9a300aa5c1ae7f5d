import type { TSchema } from '@sinclair/typebox';

/** One documented operation; path in Express notation (`/cases/:caseId`). */
export interface Operation {
  method: 'get' | 'post' | 'delete';
  path: string;
  summary: string;
  tag: string;
  query?: TSchema;
  body?: TSchema;
  answer?: TSchema;
  status?: number;
  auth?: 'session' | 'none' | 'token';
}

const PROBLEM = {
  type: 'object',
  required: ['type', 'status', 'title'],
  properties: {
    type: { type: 'string' },
    status: { type: 'integer' },
    title: { type: 'string', description: '发生了什么、该怎么办' },
    detail: { type: 'string' },
    rule: { type: 'string' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
    },
  },
};

/** The OpenAPI 3.1 document of all routes, made from the very schemas that check the requests. */
export function openApi(operations: Operation[], version: string, serverUrl: string): object {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const path = operation.path.replace(/:([A-Za-z]+)/g, '{$1}');
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

function describe({ path, summary, tag, query, body, answer, status, auth }: Operation): object {
  const pathParameters = [...path.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const queryParameters = Object.entries((query?.properties ?? {}) as Record<string, TSchema>).map(
    ([name, schema]) => ({
      name,
      in: 'query',
      required: ((query?.required as string[] | undefined) ?? []).includes(name),
      schema,
    }),
  );
  const problem = {
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  return {
    summary,
    tags: [tag],
    parameters: [...pathParameters, ...queryParameters],
    ...(auth === 'none' ? {} : { security: [{ [auth === 'token' ? 'token' : 'session']: [] }] }),
    ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } } : {}),
    responses: {
      [String(status ?? (answer ? 200 : 204))]: {
        description: '成功',
        ...(answer ? { content: { 'application/json': { schema: answer } } } : {}),
      },
      '400': { description: '内容不正确，逐项说明', ...problem },
      ...(auth === 'none' ? {} : { '401': { description: '未登录', ...problem } }),
      '403': { description: '不允许，并说明规则', ...problem },
      '404': { description: '没有找到，或无权查看', ...problem },
      '409': { description: '他人已先办理，或状态已变化', ...problem },
    },
  };
}
