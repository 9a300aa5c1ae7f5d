import type { FieldError } from '../../core/errors.ts';

/** Who somebody is to the product (GET /api/session), as far as a player needs it. */
export interface Me {
  account: string;
  name: string;
  post: string;
  unitName: string;
  /** The product's present instant, ISO. */
  now: string;
}

/** A file kept by the product, as an upload answers it. */
export interface Uploaded {
  sha256: string;
  name: string;
  takenAt: string | null;
  place: { lat: number; lng: number; address?: string } | null;
}

/** The product said no: its problem+json as an error. `rule` names the rule, `errors` the wrong fields. */
export class Refused extends Error {
  readonly status: number;
  readonly type: string;
  readonly title: string;
  readonly rule: string | undefined;
  readonly errors: FieldError[];
  readonly body: Record<string, unknown>;
  constructor(status: number, body: Record<string, unknown>) {
    super(`${status} ${String(body.title ?? '')}`);
    this.status = status;
    this.body = body;
    this.type = String(body.type ?? '');
    this.title = String(body.title ?? '');
    this.rule = body.rule as string | undefined;
    this.errors = (body.errors as FieldError[] | undefined) ?? [];
  }

  /** The rule in words: a named rule, or the first wrong field, or the title. */
  get why(): string {
    return this.rule ?? this.errors[0]?.message ?? this.title;
  }
}

/** The player was told to stop. */
export class Stopped extends Error {}

/** One request: a JSON `body`, a `form` with a file, or a `text` as it is. */
export interface RequestOptions {
  body?: unknown;
  text?: string;
  form?: FormData;
  headers?: Record<string, string>;
}

/** One logged-in person at the API. Paths start after `/api`. Every call throws Refused on problem+json. */
export interface Session {
  account: string;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown, headers?: Record<string, string>): Promise<T>;
  bytes(path: string): Promise<Uint8Array>;
  upload(file: Blob, name: string, fields?: Record<string, string>): Promise<Uploaded>;
  /** The answer as it comes, whatever its status. */
  raw(method: string, path: string, options?: RequestOptions): Promise<Response>;
  me(): Promise<Me>;
}

/** The people's door to an installation: each account logs in once and keeps its session. */
export interface Api {
  url: string;
  as(account: string): Promise<Session>;
  /** Nobody, or somebody with another proof than a session (header `authorization`). */
  anonymous: Session;
}

const MOST_WAITS = 13;
const WAIT_MS = 5_000;

/**
 * Open the door. `url` without `/api`; all accounts share the password (demo and test installations). Once `signal` is
 * aborted no request begins any more.
 */
export function openApi(url: string, password: string, signal?: AbortSignal): Api {
  const sessions = new Map<string, Promise<Session>>();
  const door = { url, signal };
  return {
    url,
    anonymous: session(door, '', ''),
    as(account) {
      if (!sessions.has(account)) sessions.set(account, logIn(door, account, password));
      return sessions.get(account)!;
    },
  };
}

interface Door {
  url: string;
  signal: AbortSignal | undefined;
}

/** Log in; while the product says "too many log-ins" (one minute at most) wait and try again. */
async function logIn(door: Door, account: string, password: string): Promise<Session> {
  for (let waits = 0; ; waits++) {
    const answer = await session(door, account, '').raw('POST', '/session', { body: { account, password } });
    if (answer.status === 429 && waits < MOST_WAITS) {
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
      continue;
    }
    await json(answer);
    const cookie = answer.headers.getSetCookie().map((one) => one.split(';')[0]).join('; '); // prettier-ignore
    return session(door, account, cookie);
  }
}

function session({ url, signal }: Door, account: string, cookie: string): Session {
  const raw: Session['raw'] = (method, path, { body, text, form, headers = {} } = {}) => {
    if (signal?.aborted) return Promise.reject(new Stopped());
    const content = form ?? text ?? (body === undefined ? undefined : JSON.stringify(body));
    return fetch(`${url}/api${path}`, {
      method,
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        // The product refuses writes from pages of other origins.
        ...(method === 'GET' ? {} : { origin: url }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(content === undefined ? {} : { body: content }),
    });
  };
  const get = async <T>(path: string): Promise<T> => (await json(await raw('GET', path))) as T;
  return {
    account,
    raw,
    get,
    post: async <T>(path: string, body: unknown, headers?: Record<string, string>) =>
      (await json(await raw('POST', path, { body, ...(headers ? { headers } : {}) }))) as T,
    async bytes(path) {
      const answer = await raw('GET', path);
      if (!answer.ok) await json(answer);
      return new Uint8Array(await answer.arrayBuffer());
    },
    async upload(file, name, fields = {}) {
      const form = new FormData();
      for (const [key, value] of Object.entries(fields)) form.append(key, value);
      form.append('file', file, name);
      return (await json(await raw('POST', '/files', { form }))) as Uploaded;
    },
    me: () => get<Me>('/session'),
  };
}

async function json(answer: Response): Promise<unknown> {
  const text = await answer.text();
  const body: unknown = text === '' ? undefined : parse(text);
  if (answer.ok) return body;
  throw new Refused(answer.status, (body ?? {}) as Record<string, unknown>);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { title: text.slice(0, 200) };
  }
}
