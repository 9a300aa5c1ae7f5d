/**
 * The load: K clerks in a closed loop through the HTTP API, in a process of their own (`node clerks.ts URL PASSWORD
 * SHAPE K SECONDS`), so that what they cost is told apart from what the product costs. Prints one JSON line.
 */
import http from 'node:http';
import { FORM_DATA, USER_TASKS, type Shape } from './diagrams.ts';

const [url, password, shape, clerks, seconds] = process.argv.slice(2) as [
  string,
  string,
  Shape,
  string,
  string,
];
const base = new URL(url);
const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
const WARM_MS = 4_000;

interface Reply {
  status: number;
  body: any;
  cookie: string | undefined;
}

function call(
  method: string,
  path: string,
  cookie: string | undefined,
  body?: unknown,
  key?: string,
): Promise<Reply> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        agent,
        host: base.hostname,
        port: base.port,
        method,
        path: `/api${path}`,
        headers: {
          ...(text ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } : {}),
          ...(cookie ? { cookie } : {}),
          ...(key ? { 'idempotency-key': key } : {}),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const raw = Buffer.concat(chunks).toString('utf8');
          resolve({
            status: response.statusCode ?? 0,
            body: raw ? JSON.parse(raw) : undefined,
            cookie: response.headers['set-cookie']?.[0]?.split(';')[0],
          });
        });
      },
    );
    request.on('error', reject);
    request.end(text);
  });
}

/** Live hints of one clerk, as the page follows them: resolves who waits whenever something new is in the inbox. */
function follow(cookie: string): { changed(): Promise<void>; close(): void } {
  let pending = false;
  let wake: (() => void) | undefined;
  const request = http.get(
    {
      host: base.hostname,
      port: base.port,
      path: '/api/events',
      headers: { cookie },
      agent: new http.Agent(),
    },
    (response) => {
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        if (!text.includes('"came":true')) return;
        pending = true;
        wake?.();
      });
    },
  );
  request.on('error', () => undefined);
  return {
    async changed() {
      if (!pending)
        await Promise.race([
          new Promise<void>((resolve) => (wake = resolve)),
          new Promise((resolve) => setTimeout(resolve, 500)),
        ]);
      pending = false;
    },
    close: () => void request.destroy(),
  };
}

const ack: number[] = [];
const next: number[] = [];
let done = 0;
const warm = performance.now() + WARM_MS;
const end = warm + Number(seconds) * 1_000;

async function clerk(index: number): Promise<void> {
  const session = await call('POST', '/session', undefined, { account: `bench.clerk.${index}`, password });
  if (session.status !== 200) throw new Error(`log-in of clerk ${index}: ${session.status}`);
  const cookie = session.cookie!;
  const hints = follow(cookie);
  while (performance.now() < end) {
    const opened = await call('POST', `/cases/${shape}`, cookie, { data: FORM_DATA }, crypto.randomUUID());
    if (opened.status !== 201) throw new Error(`start: ${opened.status} ${JSON.stringify(opened.body)}`);
    let submitted = 0;
    const seen = new Set<string>();
    for (let step = 0; step < USER_TASKS[shape]; step += 1) {
      const task = await taskOf(cookie, hints, opened.body.caseId, seen);
      seen.add(task.taskId);
      if (submitted > 0 && performance.now() > warm) next.push(performance.now() - submitted);
      submitted = performance.now();
      const answer = await call('POST', `/tasks/${task.taskId}/submit`, cookie, {
        version: 1,
        data: FORM_DATA,
      });
      if (answer.status !== 200) throw new Error(`submit: ${answer.status} ${JSON.stringify(answer.body)}`);
      if (performance.now() > warm) ack.push(performance.now() - submitted);
    }
    if (performance.now() > warm && performance.now() < end) done += 1;
  }
  hints.close();
}

async function taskOf(
  cookie: string,
  hints: ReturnType<typeof follow>,
  caseId: string,
  seen: Set<string>,
): Promise<{ taskId: string }> {
  for (;;) {
    await hints.changed();
    const page = await call('GET', '/tasks?view=todo&limit=5', cookie);
    const found = page.body.items.find((task: any) => task.caseId === caseId && !seen.has(task.taskId));
    if (found) return found;
  }
}

await Promise.all(Array.from({ length: Number(clerks) }, (_, index) => clerk(index)));
agent.destroy();
const told = { casesPerSecond: done / Number(seconds), ack, next, cpu: process.cpuUsage() };
// A long line goes through a pipe in pieces: leave when all of it is out.
process.stdout.write(`${JSON.stringify(told)}\n`, () => process.exit(0));
