import type { StoredFile } from './types.ts';

/** One wrong field of a request, as problem+json names it: `path` is a dotted form key. */
export interface FieldError {
  path: string;
  message: string;
}

/**
 * A refused or failed request. `title` is Chinese and ready to be shown; `status` 0 means that the server was
 * not reached at all (nothing is known about whether it acted, so the caller must keep what was entered).
 */
export class Problem extends Error {
  readonly type: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  readonly errors: FieldError[];
  readonly rule: string | undefined;
  /** The whole answer, for what only some refusals tell. */
  readonly extra: Partial<Record<string, unknown>>;
  constructor(status: number, body: Partial<Record<string, unknown>>) {
    const title = typeof body['title'] === 'string' ? body['title'] : fallbackTitle(status);
    super(title);
    this.status = status;
    this.title = title;
    this.type = typeof body['type'] === 'string' ? body['type'] : 'unknown';
    this.detail = typeof body['detail'] === 'string' ? body['detail'] : undefined;
    this.extra = body;
    this.rule = typeof body['rule'] === 'string' ? body['rule'] : undefined;
    this.errors = Array.isArray(body['errors']) ? (body['errors'] as FieldError[]) : [];
  }
}

function fallbackTitle(status: number): string {
  if (status === 0) return '连不上服务器，已填内容保存在本机，请检查网络后重试';
  if (status === 401) return '登录已过期，请重新登录';
  if (status === 403) return '没有权限做这一步';
  if (status === 404) return '没有找到，或您无权查看';
  if (status === 413) return '文件太大';
  if (status === 429) return '操作过于频繁，请稍后再试';
  if (status === 503) return '服务暂不可用，请稍后重试';
  return `服务器出错（${status}），请稍后重试`;
}

/** Anything thrown, turned into a Problem that can be shown. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(0, error instanceof TypeError ? {} : { title: '页面出错，请刷新后重试' });
}

/** Fired on window when any request is answered 401; the page keeps its state and asks for the password again. */
export const SIGNED_OUT = 'bihuan:signed-out';

interface Options {
  method?: 'GET' | 'POST' | 'DELETE';
  /** FormData goes as it is, everything else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** True where 401 is an expected answer (log-in, first look at the session). */
  quiet401?: boolean;
}

/**
 * One request to `/api` + path, in JSON unless a form with files is sent. Answers the parsed body (undefined for 204); throws Problem for every
 * answer outside 2xx and for a server that was not reached.
 */
export async function request<T>(path: string, options: Options = {}): Promise<T> {
  const { method = 'GET', body, headers = {}, signal, quiet401 = false } = options;
  const inJson = body !== undefined && !(body instanceof FormData);
  let response: Response;
  try {
    response = await fetch(`/api${path}`, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(inJson ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: inJson ? JSON.stringify(body) : (body as FormData) }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Problem(0, {});
  }
  if (response.ok) {
    return response.status === 204 ? (undefined as T) : ((await response.json()) as T);
  }
  if (response.status === 401 && !quiet401) window.dispatchEvent(new Event(SIGNED_OUT));
  throw new Problem(response.status, await problemBody(response));
}

async function problemBody(response: Response): Promise<Record<string, unknown>> {
  try {
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

export const post = <T>(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<T> =>
  request<T>(path, { method: 'POST', body, headers });

/** Send a file (multipart field `file`) and read the JSON answer. */
export function sendFile<T>(path: string, file: Blob): Promise<T> {
  const body = new FormData();
  body.append('file', file);
  return request<T>(path, { method: 'POST', body });
}

/**
 * Upload one file with progress. `extra` are the optional multipart fields (takenAt ISO, lat, lng, address);
 * `onProgress` gets 0..1. XMLHttpRequest because fetch cannot report the progress of an upload.
 */
export function upload(
  file: Blob,
  name: string,
  extra: Record<string, string>,
  onProgress: (part: number) => void,
): Promise<StoredFile> {
  return new Promise((resolve, reject) => {
    const body = new FormData();
    for (const [key, value] of Object.entries(extra)) body.append(key, value);
    body.append('file', file, name);
    const xhr = new XMLHttpRequest();
    xhr.open('POST', '/api/files');
    xhr.responseType = 'json';
    xhr.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    xhr.onerror = () => reject(new Problem(0, {}));
    xhr.onload = () => {
      if (xhr.status >= 200 && xhr.status < 300) return resolve(xhr.response as StoredFile);
      if (xhr.status === 401) window.dispatchEvent(new Event(SIGNED_OUT));
      reject(new Problem(xhr.status, (xhr.response as Record<string, unknown> | null) ?? {}));
    };
    xhr.send(body);
  });
}
