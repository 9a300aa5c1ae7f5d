import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Type } from '@sinclair/typebox';
import express from 'express';
import multer from 'multer';
import { pino } from 'pino';
import { AppError } from '../../core/errors.ts';
import { problemFault } from '../harness/fuzz/judge.ts';
import { refuseOddAddress } from '../../web/address.ts';
import { knownMethods } from '../../web/methods.ts';
import { nothingHere, problems } from '../../web/problems.ts';
import { Routes } from '../../web/routing.ts';

const routes = new Routes();
const Body = Type.Object(
  { data: Type.Record(Type.String(), Type.Unknown()) },
  { additionalProperties: false },
);
routes.post('/open', { summary: '开放', tag: '试', body: Body, auth: 'none' }, ({ body }) =>
  Promise.resolve(body),
);
routes.post('/known', { summary: '登录后', tag: '试', body: Body }, ({ body }) => Promise.resolve(body));
routes.post('/machine', { summary: '令牌', tag: '试', body: Body, auth: 'token', proof }, ({ body }) =>
  Promise.resolve(body),
);
routes.post('/unproven', { summary: '令牌', tag: '试', body: Body, auth: 'token' }, ({ body }) =>
  Promise.resolve(body),
);
routes.get('/broken', { summary: '故障', tag: '试', auth: 'none' }, () => Promise.reject(new Error('ours')));
routes.post(
  '/upload',
  { summary: '上传', tag: '试', auth: 'none', multipart: Type.Object({}) },
  ({ request, response }) =>
    new Promise((resolve, reject) => {
      void multer({ limits: { fileSize: 10 } }).single('file')(request, response, (error: unknown) =>
        error ? reject(error as Error) : resolve({}),
      );
    }),
);

function proof(authorization: string | undefined): void {
  if (authorization !== 'Bearer right') throw new AppError('unauthenticated', 401, '接口令牌不正确');
}

let server: Server;
let url: string;
const lines: string[] = [];
beforeAll(async () => {
  const app = express();
  app.use(refuseOddAddress);
  app.use('/api', knownMethods(routes.operations));
  app.use('/api', (request, _, next) => {
    const account = request.header('x-account');
    if (account) request.actor = { account, name: '', unitId: '', post: '', groups: [], readsAll: false };
    next();
  });
  app.use('/api', routes.router);
  app.use(nothingHere);
  app.use(problems(pino({}, { write: (line: string) => void lines.push(line) })));
  server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const post = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
  fetch(`${url}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });

/** The problem of a refusal, which must be one in words. */
async function problemOf(asked: Promise<Response>) {
  const answer = await asked;
  const text = await answer.text();
  expect(problemFault(answer.status, answer.headers.get('content-type') ?? '', text)).toBeUndefined();
  return JSON.parse(text) as { status: number; title: string; errors?: { path: string }[]; id?: string };
}

const KNOWN = { 'x-account': 'somebody' };
const text = (length: number) => JSON.stringify({ data: { x: 'x'.repeat(length) } });

describe('the door of the API', () => {
  test('reads as much of a body as its sender may send', async () => {
    expect((await post('/open', text(15_000))).status).toBe(200);
    expect((await problemOf(post('/open', text(17_000)))).status).toBe(413);
    expect((await post('/known', text(900_000), KNOWN)).status).toBe(200);
    expect((await problemOf(post('/known', text(1_100_000), KNOWN))).status).toBe(413);
    expect((await post('/machine', text(900_000), { authorization: 'Bearer right' })).status).toBe(200);
  });

  test('reads nothing for somebody who may not send it, and trusts no token route without a proof', async () => {
    for (const body of ['{', '['.repeat(500_000), text(5_000_000)]) {
      expect((await problemOf(post('/known', body))).status).toBe(401);
      expect((await problemOf(post('/machine', body, { authorization: 'Bearer wrong' }))).status).toBe(401);
      expect((await problemOf(post('/unproven', body, { authorization: 'Bearer right' }))).status).toBe(401);
    }
  });

  test('refuses nesting and characters, and names the field as forms do', async () => {
    const of = (body: string) => problemOf(post('/known', body, KNOWN));
    expect((await post('/known', `{"data":{"x":${'['.repeat(61)}${']'.repeat(61)}}}`, KNOWN)).status).toBe(
      200,
    );
    expect(await of(`{"data":{"x":${'['.repeat(63)}${']'.repeat(63)}}}`)).toMatchObject({ status: 400 });
    expect(await of(`{"data":${'['.repeat(250_000)}${']'.repeat(250_000)}}`)).toMatchObject({ status: 400 });
    expect(await of('{"data":{"rows":[{"a":"好"},{"a":"\\u0000"}]}}')).toMatchObject({
      status: 400,
      errors: [{ path: 'rows.1.a', message: expect.stringMatching(/控制字符/) }],
    });
    // Half a character is dropped (core/text): nobody typed it.
    expect(await (await post('/known', '{"data":{"x":"好\\ud83d"}}', KNOWN)).text()).toBe(
      '{"data":{"x":"好"}}',
    );
    expect(await of('{"data":{"x\\u0000":1}}')).toMatchObject({
      status: 400,
      title: expect.stringMatching(/控制字符/),
    });
    expect(await of(`{"data":{"x":[${'0,'.repeat(60_000)}0]}}`)).toMatchObject({ status: 413 });
  });

  test('a member called __proto__ is a member like any other, and pollutes nothing', async () => {
    const answer = await post('/known', '{"data":{"__proto__":{"z":"1"}}}', KNOWN);
    expect(await answer.text()).toBe('{"data":{"__proto__":{"z":"1"}}}');
    expect(({} as { z?: string }).z).toBeUndefined();
  });

  test.each<[string, () => Promise<Response>, number]>([
    ['no JSON', () => post('/open', '{'), 400],
    ['another type', () => post('/open', '{}', { 'content-type': 'text/plain' }), 415],
    [
      'another character set',
      () => post('/open', '{}', { 'content-type': 'application/json; charset=utf-16' }),
      415,
    ],
    ['a broken compression', () => post('/open', 'xx', { 'content-encoding': 'gzip' }), 400],
    ['an unknown compression', () => post('/open', 'xx', { 'content-encoding': 'x' }), 415],
    [
      'a broken upload',
      () => post('/upload', '--x\r\nhalf', { 'content-type': 'multipart/form-data; boundary=x' }),
      400,
    ],
    ['an upload that is none', () => post('/upload', '{}'), 415],
    ['a broken address', () => fetch(`${url}/%E0%A4%A`), 404],
    ['another method', () => fetch(`${url}/open`, { method: 'PUT' }), 405],
    ['an address nobody has', () => fetch(`${url}/nothing`), 404],
    ['a page nobody has', () => fetch(url.replace('/api', '/nothing')), 404],
    ['a page that is written to', () => fetch(url.replace('/api', '/'), { method: 'POST' }), 405],
  ])('answers %s in words', async (_, ask, status) => {
    expect(await problemOf(ask())).toMatchObject({ status });
  });

  test('a file that is too large, and a fault of ours, are told apart; only the fault is logged', async () => {
    const form = new FormData();
    form.append('file', new Blob(['x'.repeat(100)]), 'x');
    expect(await problemOf(fetch(`${url}/upload`, { method: 'POST', body: form }))).toMatchObject({
      status: 413,
    });
    expect(lines).toEqual([]);
    const { status, id } = await problemOf(fetch(`${url}/broken`));
    expect([status, lines.length, lines[0]]).toEqual([500, 1, expect.stringContaining(id!)]);
  });
});
