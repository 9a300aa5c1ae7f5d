import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { FIRM_ACCOUNT, gatherIds } from '../harness/fuzz/known.ts';
import { operationsOf, type Operation } from '../harness/fuzz/contract.ts';
import { faultOf, problemFault, Tally } from '../harness/fuzz/judge.ts';
import { attempts, type Attempt, type KnownIds } from '../harness/fuzz/requests.ts';
import { send, sendRaw } from '../harness/fuzz/send.ts';
import { useProduct } from '../harness/product.ts';
import { stories, STAFF } from '../harness/story.ts';

const product = useProduct();
const given = stories(product);

/** Same seed, same requests: `BIHUAN_FUZZ_SEED=… BIHUAN_FUZZ_SECONDS=…` repeats or lengthens a run. */
const SEED = Number(process.env.BIHUAN_FUZZ_SEED ?? Date.now() % 1_000_000);
const SECONDS = Number(process.env.BIHUAN_FUZZ_SECONDS ?? 240);
const AT_ONCE = 8;
const BATCH = 400;
jest.setTimeout((SECONDS + 180) * 1000);

const PEOPLE = [
  'anonymous',
  'hotline',
  STAFF.duty,
  STAFF.dispatcher,
  FIRM_ACCOUNT,
  STAFF.operator,
  STAFF.auditor,
];
/** What would end the run or change what other test files rely on, where the person may do it. */
const LEFT_OUT: [as: string[], operation: RegExp][] = [
  [PEOPLE.filter((as) => as !== 'anonymous'), /^(delete|post) \/session$/],
  [[STAFF.operator], /^post \/operator\/clock$/],
  [[STAFF.operator, STAFF.dispatcher], /^post \/talks\/scan$/],
  [[STAFF.dispatcher], /^post \/(checklist-versions|registers\/\{name\}\/rows\/)/],
];
const allowed = (as: string, { name }: Operation): boolean =>
  !LEFT_OUT.some(([who, operation]) => who.includes(as) && operation.test(name));

interface Fault {
  what: string;
  operation: string;
  example: string;
}

describe('whatever is sent to the API', () => {
  let operations: Operation[];
  let proofs: Record<string, Record<string, string>>;
  let known: KnownIds;
  let logFile: string;
  let logFrom: number;
  const tally = new Tally();

  beforeAll(async () => {
    logFile = path.join(product.dataDir, 'logs', 'bihuan.log');
    logFrom = (await stat(logFile)).size;
    operations = await operationsOf(product.url);
    known = await gatherIds(product, given);
    proofs = { anonymous: {}, hotline: { authorization: `Bearer ${product.hotlineToken}` } };
    for (const account of PEOPLE.slice(2))
      proofs[account] = { cookie: await cookieOf(product.url, account, product.password) };
  });
  afterAll(() => void process.stdout.write(`\n${tally.print()}\nseed ${SEED}\n`));

  test('is answered: nothing is a 500, every refusal is a problem with a Chinese sentence, as documented', async () => {
    const arbitrary = attempts(operations, PEOPLE, known, allowed);
    const faults = new Map<string, Fault>();
    const end = performance.now() + SECONDS * 1000;
    for (let round = 0; performance.now() < end; round++) {
      const waiting = fc.sample(arbitrary, { numRuns: BATCH, seed: SEED + round });
      const work = Array.from({ length: AT_ONCE }, async () => {
        for (let next = waiting.pop(); next && performance.now() < end; next = waiting.pop())
          await tried(next, faults);
      });
      await Promise.all(work);
    }

    expect([...faults.values()]).toEqual([]);
    expect(tally.total).toBeGreaterThan(SECONDS * 20);
    // It must not all bounce off the first check.
    expect(tally.of(2)).toBeGreaterThan(tally.total / 50);
  });

  async function tried(attempt: Attempt, faults: Map<string, Fault>): Promise<void> {
    const operation = operations.find(({ name }) => name === attempt.operation)!;
    const headers = { origin: product.url, ...proofs[attempt.as], ...attempt.headers };
    const fault = await send(product.url, { ...attempt, headers }).then(
      (answer) => {
        tally.add(attempt.operation, answer.status);
        return faultOf(attempt, answer, operation);
      },
      (error: Error) => `not answered: ${error.message}`,
    );
    if (fault === undefined) return;
    const { body, ...rest } = attempt;
    const example = `${JSON.stringify(rest)} ${body?.subarray(0, 400).toString() ?? ''}`.slice(0, 1_500);
    faults.set(`${attempt.operation} ${fault}`, { what: fault, operation: attempt.operation, example });
  }

  test.each<[string, string]>([
    ['a request line that is none', 'x\r\n\r\n'],
    ['a header without a name', 'GET /api/session HTTP/1.1\r\nhost: x\r\n: y\r\n\r\n'],
    ['no Host', 'GET /api/session HTTP/1.1\r\nconnection: close\r\n\r\n'],
    ['a header of 40 kB', `GET /api/session HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`],
    ['an address of 40 kB', `GET /api/${'y'.repeat(40_000)} HTTP/1.1\r\nhost: x\r\n\r\n`],
    [
      'two lengths',
      'POST /api/session HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxx',
    ],
    [
      'length and chunks',
      'POST /api/session HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'a chunk that is none',
      'POST /api/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
    ],
    ['NUL in the address', 'GET /api/\u0000 HTTP/1.1\r\nhost: x\r\n\r\n'],
    [
      'an expectation',
      'POST /api/session HTTP/1.1\r\nhost: x\r\nexpect: nothing\r\ncontent-length: 0\r\n\r\n',
    ],
    ['another version', 'GET /api/session HTTP/9.9\r\nhost: x\r\n\r\n'],
  ])('%s is refused in words', async (_, bytes) => {
    const told = await sendRaw(
      product.url,
      bytes.replaceAll('host: x\r', `host: ${new URL(product.url).host}\r`),
    );
    const [head = '', body = ''] = told.split('\r\n\r\n');
    const status = Number(head.split(' ')[1]);
    expect([told, status >= 400 && status < 500]).toEqual([told, true]);
    expect(problemFault(status, /content-type: (.*)/i.exec(head)?.[1] ?? '', body)).toBeUndefined();
  });

  test('leaves the server alive and its log without a failed request', async () => {
    expect((await fetch(`${product.url}/healthz`)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const log = (await readFile(logFile)).subarray(logFrom).toString();
    const told = log
      .split('\n')
      .filter((line) => /"(request failed|refused by the database only)"/.test(line));
    expect(told).toEqual([]);
  });
});

async function cookieOf(url: string, account: string, password: string): Promise<string> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ account, password }),
  });
  if (!answer.ok) throw new Error(`${account} could not log in: ${answer.status}`);
  return answer.headers.getSetCookie().map((one) => one.split(';')[0]).join('; '); // prettier-ignore
}
