/** One wrong field of a request: `path` as dotted form key, `message` in Chinese for the person who must mend it. */
export interface FieldError {
  path: string;
  message: string;
}

/**
 * A named failure a caller can act on; becomes RFC 9457 problem+json at the edge. `title` is Chinese and says
 * what to do; `type` is a stable English name; anything that is not an AppError is an operator's matter (500).
 */
export class AppError extends Error {
  readonly type: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  readonly errors: FieldError[] | undefined;
  readonly extra: Record<string, unknown>;
  constructor(
    type: string,
    status: number,
    title: string,
    more: { detail?: string; errors?: FieldError[]; extra?: Record<string, unknown> } = {},
  ) {
    super(`${type}: ${title}`);
    this.type = type;
    this.status = status;
    this.title = title;
    this.detail = more.detail;
    this.errors = more.errors;
    this.extra = more.extra ?? {};
  }
}

/** 400: the person must change what was entered; every wrong field is named. */
export const badRequest = (title: string, errors: FieldError[] = []): AppError =>
  new AppError('bad-request', 400, title, { errors });

/** 404: also the answer for what exists but may not be seen, so that nothing leaks across units. */
export const notFound = (title = '没有找到，或您无权查看'): AppError => new AppError('not-found', 404, title);

/** 403: the thing may be seen, but a named rule forbids the act; `rule` is shown so that it can be argued with. */
export const forbidden = (rule: string, title: string): AppError =>
  new AppError('forbidden', 403, title, { extra: { rule } });

/** 409: somebody else was first, or the state has moved on. */
export const conflict = (title: string, extra: Record<string, unknown> = {}): AppError =>
  new AppError('conflict', 409, title, { extra });

/** 503: try again later; nothing was stored. */
export const unavailable = (title: string, retryAfterSeconds: number): AppError =>
  new AppError('unavailable', 503, title, { extra: { retryAfterSeconds } });
