import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { asSystem, rows } from '../../core/db.ts';
import { supplementsOf } from '../../core/inbound/supplement.ts';
import { timelineOf } from '../../core/timeline.ts';
import { openTestApp, type RunningApp } from '../../tests/harness/app.ts';
import { freshDatabase, type TestDatabase } from '../../tests/harness/database.ts';
import { deployed } from '../../tests/harness/factories.ts';
import { ticket } from '../../tests/harness/ticket.ts';

let database: TestDatabase;
let app: RunningApp;
let url: string;

beforeAll(async () => {
  database = await freshDatabase();
  app = await openTestApp(database);
  await asSystem(database.db, (trx) => deployed(trx, 'hazard-dispatch'));
  url = `${app.url}/api/inbound/hotline`;
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const post = (text: string, authorization?: string, type = 'application/json') =>
  fetch(url, {
    method: 'POST',
    body: text,
    headers: { 'content-type': type, ...(authorization === undefined ? {} : { authorization }) },
  });
/** Chinese platforms of old send this; Node encodes it no more, so the characters of the test stand here. */
const GBK: Record<string, number[]> = {
  电: [0xb5, 0xe7],
  梯: [0xcc, 0xdd],
  困: [0xc0, 0xa7],
  人: [0xc8, 0xcb],
};
const gbk = (text: string): Buffer =>
  Buffer.from(
    [...text].flatMap((char) => GBK[char] ?? (char.charCodeAt(0) < 0x80 ? [char.charCodeAt(0)] : [0x3f])),
  );
const push = (body: unknown, authorization = `Bearer ${app.hotlineToken}`) =>
  post(JSON.stringify(body), authorization);
const opened = async (body: unknown) => {
  const answer = await push(body);
  expect([answer.status, await answer.clone().text()]).toEqual([201, expect.any(String)]);
  return (await answer.json()) as { caseId: string; caseNo: string };
};
const toCheck = (caseId: string) => asSystem(database.db, (trx) => supplementsOf(trx, caseId));
const reported = (caseId: string): Promise<Record<string, unknown>> =>
  asSystem(database.db, async (trx) => {
    const [row] = await rows<{ data: Record<string, unknown> }>(
      trx,
      `select data from submission where case_id = ? and element_id = 'start'`,
      [caseId],
    );
    return row!.data;
  });
const sentences = (caseId: string): Promise<string[]> =>
  asSystem(database.db, async (trx) => (await timelineOf(trx, caseId)).items.map(({ sentence }) => sentence));

describe('the interface for 12345', () => {
  test.each<[string, Record<string, unknown>]>([
    ['Windows line ends', { description: '第一行：电梯困人多次\r\n第二行：物业不处理' }],
    ['a soft break of Word', { description: '第一行：电梯困人多次\u000b第二行：物业不处理' }],
    ['control characters, NUL among them', { description: '电梯\u0000困人\u0007多次，物业一直不处理' }],
    ['a spaced telephone', { reporterPhone: '138 1234 5678' }],
    ['a telephone with extension', { reporterPhone: '021-65123456-801' }],
    ['a telephone that is none', { reporterPhone: '楼下小卖部代转' }],
    ['an unknown category', { category: '物业服务' }],
    ['an unknown kind', { kind: '表扬' }],
    ['a short description', { description: '电梯坏了没人修' }],
    ['no reporter', { reporter: undefined, reporterPhone: undefined }],
    ['a description of nine thousand characters', { description: '长'.repeat(9000) }],
    ['members we do not know', { district: '杨浦区', extra: { list: [1, '二'] } }],
    ['half a character', { description: '电梯困人多次，物业一直不处理\ud83d' }],
    ['no ticket number', { ticketNo: undefined }],
    [
      'other types than ours',
      { ticketNo: 20261128, anonymous: '否', lat: '31.27', lng: '121.52', urgent: '是' },
    ],
  ])('a push with %s is registered', async (_, change) => {
    await opened(ticket({ ...change, ...(change.ticketNo === 20261128 ? { ticketNo: Date.now() } : {}) }));
  });

  test('an ordinary spelling of a telephone is one number, and asks for no check', async () => {
    const { caseId } = await opened(ticket({ reporterPhone: '＋86 138-1234 5678' }));
    expect(await toCheck(caseId)).toEqual([]);
  });

  test('the same push again is the same case; other content is added to it, and not lost', async () => {
    const first = ticket();
    const { caseId, caseNo } = await opened(first);

    const again = await push(first);
    const more = {
      ...first,
      description: '又困了两个人，其中一个是孕妇，请马上派人。',
      reporterPhone: '13900001111',
    };
    const added = await push(more);
    const addedAgain = await push(more);

    for (const answer of [again, added, addedAgain]) {
      expect(answer.status).toBe(200);
      expect(await answer.json()).toEqual({ caseId, caseNo });
    }
    expect(await toCheck(caseId)).toMatchObject([{ label: '描述', text: more.description }]);
    expect(await sentences(caseId)).toContain('12345就同一工单补充了：描述');
    expect((await reported(caseId)).description).toBe(first.description);
  });

  test('ten different pushes of one number at once open one case, and nothing is lost', async () => {
    const base = ticket();
    const all = Array.from({ length: 10 }, (_, i) => ({
      ...base,
      description: `第${i}次来电：电梯又困人了，请处理。`,
    }));
    const answers = await Promise.all(all.map((body) => push(body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(9).fill(200), 201]);
    const { caseId } = (await answers[0]!.json()) as { caseId: string };
    const kept = [(await reported(caseId)).description, ...(await toCheck(caseId)).map(({ text }) => text)];
    expect(kept.sort()).toEqual(all.map(({ description }) => description).sort());
  });

  test('without the token nothing is read: no error tells of the body, however it is', async () => {
    for (const [body, text] of [
      [{ ticketNo: 1 }, undefined],
      [undefined, '{"broken'],
      [undefined, JSON.stringify(Object.fromEntries(Array.from({ length: 40_000 }, (_, i) => [`k${i}`, i])))],
    ] as [unknown, string | undefined][]) {
      const answer = await post(text ?? JSON.stringify(body));
      expect(answer.status).toBe(401);
      expect((await answer.text()).length).toBeLessThan(300);
    }
    expect((await push({}, 'Bearer no')).status).toBe(401);
    // The token alone, or under another scheme, is no proof (X16).
    for (const proof of [app.hotlineToken, `Basic ${app.hotlineToken}`, `Bearer${app.hotlineToken}`])
      expect((await push(ticket(), proof)).status).toBe(401);
  });

  test('only what says nothing, or is no ticket, is refused', async () => {
    for (const body of [{}, { ticketNo: ' ' }, [], [{}], 'x']) {
      const answer = await push(body);
      expect([JSON.stringify(body), answer.status]).toEqual([JSON.stringify(body), 400]);
    }
    expect((await push(ticket({ description: '大'.repeat(600_000) }))).status).toBe(413);
  });

  test('JSON is read under whatever name it comes', async () => {
    const answer = await post(JSON.stringify(ticket()), `Bearer ${app.hotlineToken}`, 'text/plain');
    expect(answer.status).toBe(201);
  });

  test('a number of more than fifteen digits keeps every digit: two tickets stay two cases', async () => {
    const text = (ticketNo: string) =>
      JSON.stringify(ticket({ ticketNo: 0 })).replace('"ticketNo":0', `"ticketNo":${ticketNo}`);
    const answers = [];
    for (const no of ['20261128000000000001', '20261128000000000002'])
      answers.push(await post(text(no), `Bearer ${app.hotlineToken}`));
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    const { caseId } = (await answers[0]!.json()) as { caseId: string };
    expect((await reported(caseId)).ticketNo).toBe('20261128000000000001');
  });

  test.each<[string, string | undefined, (text: string) => Buffer]>([
    ['GBK that says nothing of it', undefined, gbk],
    ['GBK that says so', 'application/json; charset=GBK', gbk],
    ['GBK that says it is UTF-8', 'application/json; charset=utf-8', gbk],
    ['UTF-16 with its mark', undefined, (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-8 with its mark', undefined, (text) => Buffer.from(`\ufeff${text}`)],
  ])('a push in %s is read as it was written', async (_, type, encode) => {
    const body = ticket({ description: '电梯困人' });
    const answer = await fetch(url, {
      method: 'POST',
      body: new Uint8Array(encode(JSON.stringify(body))),
      headers: { authorization: `Bearer ${app.hotlineToken}`, 'content-type': type ?? 'application/json' },
    });
    expect([answer.status, await answer.clone().text()]).toEqual([201, expect.any(String)]);
    const { caseId } = (await answer.json()) as { caseId: string };
    expect((await reported(caseId)).description).toBe('电梯困人');
  });

  test('a push with ten thousand members we do not know is registered with all of them', async () => {
    const members = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, i]));
    const { caseId } = await opened(ticket(members));
    expect(await toCheck(caseId)).toHaveLength(10_000);
  });

  test('who pushes without end is told to wait', async () => {
    let answer: Response | undefined;
    for (let i = 0; i < 700 && answer?.status !== 429; i++) answer = await post('{}', 'Bearer no');
    expect(answer!.status).toBe(429);
    expect(((await answer!.json()) as { title: string }).title).toMatch(/一分钟后/);
  });
});
