import { Type, type Static, type TSchema } from '@sinclair/typebox';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import localizeZh from 'ajv-i18n/localize/zh/index.js';
import { Router, type NextFunction, type Request, type Response } from 'express';
import type { Actor } from '../core/actor.ts';
import { AppError, badRequest, type FieldError } from '../core/errors.ts';
import { tooLong, tooShort } from '../core/text/limits.ts';
import type { Operation } from './openapi.ts';
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

export interface RouteOptions<Q extends TSchema, B extends TSchema> {
  /** One line, Chinese: becomes the operation's summary in /api/docs. */
  summary: string;
  tag: string;
  query?: Q;
  body?: B;
  /** Shape of the 2xx answer, for the documentation. */
  answer?: TSchema;
  /** HTTP status of success; default 200 (204 if the handler returns undefined). */
  status?: number;
  /** `session`: a logged-in person (default); `none`: anybody (log-in, health). */
  auth?: 'session' | 'none' | 'token';
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
 * A router whose routes are readable pipelines: session → schema → handler. Each route's schemas are written once
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
        const actor = request.actor;
        if ((options.auth ?? 'session') === 'session' && actor === undefined)
          throw new AppError('unauthenticated', 401, '请先登录');
        const query = tidyQuery(request.query);
        mustFit(checkQuery, query, '查询条件不正确');
        if (checkBody) tidyBody(request.body);
        if (checkBody) mustFit(checkBody, request.body, '提交的内容不正确');
        const answer = await handler({
          actor: actor!,
          params: request.params as Record<string, string>,
          query: query as Static<Q>,
          body: request.body as Static<B>,
          request,
          response,
        });
        if (response.headersSent || response.writableEnded) return;
        if (answer === undefined) response.status(204).end();
        else response.status(options.status ?? 200).json(answer);
      } catch (error) {
        next(error);
      }
    });
  }
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
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value))
    throw new AppError('not-found', 404, '没有找到，或您无权查看');
  return value.toLowerCase();
}

declare module 'express-serve-static-core' {
  interface Request {
    actor?: Actor;
  }
}
