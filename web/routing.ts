import { Type, type Static, type TSchema } from '@sinclair/typebox';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import localizeZh from 'ajv-i18n/localize/zh/index.js';
import { Router, type NextFunction, type Request, type Response } from 'express';
import type { Actor } from '../core/actor.ts';
import { AppError, badRequest, notFound, type FieldError } from '../core/errors.ts';
import { tooLong, tooShort } from '../core/text/limits.ts';
import { mustBeKeepable, mustBeMultipart, readBody } from './body.ts';
import { successOf, type Documented, type Operation } from './operation.ts';
import { MOST_ERRORS, tidyBody, tidyQuery } from './tidy.ts';

// CommonJS typings of these two wrap the function once more than the modules do.
const formats = addFormats as unknown as (ajv: Ajv) => void;
const zh = localizeZh as unknown as (errors: ErrorObject[] | null | undefined) => void;

const bodyAjv = new Ajv({ allErrors: true, verbose: true, strict: false });
const queryAjv = new Ajv({
  allErrors: true,
  verbose: true,
  strict: false,
  coerceTypes: true,
  useDefaults: true,
});
formats(bodyAjv);
formats(queryAjv);

/** How ids look in the API; also what Postgres can cast. (`format: 'uuid'` of ajv takes `urn:uuid:…` as well.) */
const UUID = '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$';
const IS_UUID = new RegExp(UUID);

/** An id in a query or body: the one schema for all of them. */
export const Uuid = (description?: string) =>
  Type.String({ pattern: UUID, ...(description === undefined ? {} : { description }) });

/** The version of a row that was on the screen: a number as the database counts. */
export const Version = (description = '打开时的版本；已变化的返回 409') =>
  Type.Integer({ minimum: 1, maximum: 2_147_483_647, description });

export interface RouteOptions<Q extends TSchema, B extends TSchema> extends Documented {
  /** One line, Chinese: becomes the operation's summary in /api/docs. */
  summary: string;
  tag: string;
  query?: Q;
  body?: B;
  /** `session`: a logged-in person (default); `token`: who shows `proof`; `none`: anybody (log-in). */
  auth?: 'session' | 'none' | 'token';
  /** With `token`: throws 401 unless the request shows it. Asked before anything of the body is read. */
  proof?: (authorization: string | undefined) => void;
  /** A door before this route has read the body (inbound/door.ts). */
  bodyRead?: true;
}

export interface Call<Q, B> {
  actor: Actor;
  params: Record<string, string>;
  query: Q;
  body: B;
  request: Request;
  response: Response;
}

type Handler<Q, B> = (call: Call<Q, B>) => Promise<unknown>;

/**
 * A router whose routes are readable pipelines: session → query → body → handler; nothing of a body is read for
 * somebody who may not send it. Each route's schemas are written once
 * (TypeBox): they type the handler, check the request (Chinese field errors) and make the OpenAPI document. A handler
 * may answer by itself (files, streams); otherwise what it returns is sent as JSON.
 */
export class Routes {
  readonly router = Router();
  readonly operations: Operation[] = [];

  get<Q extends TSchema, B extends TSchema>(
    path: string,
    options: RouteOptions<Q, B>,
    handler: Handler<Static<Q>, Static<B>>,
  ): void {
    this.add('get', path, options, handler);
  }
  post<Q extends TSchema, B extends TSchema>(
    path: string,
    options: RouteOptions<Q, B>,
    handler: Handler<Static<Q>, Static<B>>,
  ): void {
    this.add('post', path, options, handler);
  }
  delete<Q extends TSchema, B extends TSchema>(
    path: string,
    options: RouteOptions<Q, B>,
    handler: Handler<Static<Q>, Static<B>>,
  ): void {
    this.add('delete', path, options, handler);
  }

  private add<Q extends TSchema, B extends TSchema>(
    method: 'get' | 'post' | 'delete',
    path: string,
    options: RouteOptions<Q, B>,
    handler: Handler<Static<Q>, Static<B>>,
  ): void {
    const checkQuery = queryAjv.compile(options.query ?? Type.Object({}, { additionalProperties: true }));
    const checkBody = options.body === undefined ? undefined : bodyAjv.compile(options.body);
    this.operations.push({ method, path, ...options });
    this.router[method](path, async (request: Request, response: Response, next: NextFunction) => {
      try {
        mustBeAllowed(request, options);
        const query = tidyQuery(request.query);
        mustFit(checkQuery, query, '查询条件不正确，请检查后再试');
        if (options.multipart) mustBeMultipart(request);
        if (checkBody) {
          const sender = options.auth === 'none' ? 'stranger' : 'known';
          if (options.bodyRead !== true) await readBody(request, response, sender);
          tidyBody(request.body);
          mustBeKeepable(request.body);
          mustFit(checkBody, request.body, '提交的内容不正确，请检查后再提交');
        }
        const answer = await handler({
          actor: request.actor!,
          params: request.params as Record<string, string>,
          query: query as Static<Q>,
          body: request.body as Static<B>,
          request,
          response,
        });
        if (response.headersSent || response.writableEnded) return;
        response.status(successOf(options));
        if (successOf(options) === 204) response.end();
        else response.json(answer ?? null);
      } catch (error) {
        next(error);
      }
    });
  }
}

/** Before anything of the request is looked at: who asks. Throws 401. */
function mustBeAllowed(request: Request, { auth = 'session', proof }: RouteOptions<TSchema, TSchema>): void {
  if (auth === 'token' && proof !== undefined) return proof(request.header('authorization'));
  if (auth !== 'none' && request.actor === undefined) throw new AppError('unauthenticated', 401, '请先登录');
}

function mustFit(check: ValidateFunction, value: unknown, title: string): void {
  if (check(value)) return;
  const errors = (check.errors ?? []).slice(0, MOST_ERRORS);
  zh(errors);
  throw badRequest(title, errors.map(fieldError));
}

const fieldError = (error: ErrorObject): FieldError => ({
  path: [
    error.instancePath.slice(1).replaceAll('/', '.'),
    error.params.missingProperty ?? error.params.additionalProperty ?? '',
  ]
    .filter(Boolean)
    .join('.'),
  message: lengthReason(error) ?? error.message ?? '不正确',
});

/** How long a text may be and how long it is; ajv's own sentence says only the first. */
function lengthReason({ keyword, params, data }: ErrorObject): string | undefined {
  if (keyword === 'maxLength') return tooLong(Number(params.limit), [...String(data)].length);
  return keyword === 'minLength' ? tooShort(Number(params.limit), [...String(data)].length) : undefined;
}

/** Ids in paths: what is no uuid cannot exist, and must not reach a query as one. */
export function uuidParam(params: Record<string, string>, name: string): string {
  const value = params[name] ?? '';
  if (!IS_UUID.test(value)) throw notFound();
  return value.toLowerCase();
}

declare module 'express-serve-static-core' {
  interface Request {
    actor?: Actor;
  }
}
