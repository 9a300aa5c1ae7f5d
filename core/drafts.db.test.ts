import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../tests/harness/database.ts';
import { aCase, aTask, deployed } from '../tests/harness/factories.ts';
import type { Actor } from './actor.ts';
import { asActor, asSystem, one, rows } from './db.ts';
import {
  draftKeyOf,
  dropSentDraft,
  ownDraft,
  ownStartDraft,
  saveDraft,
  saveStartDraft,
  sweepDrafts,
} from './drafts.ts';
import type { AppError } from './errors.ts';
import { latestDefinition } from './definitions.ts';
import { leftDrafts, releaseTask, takeDraft } from './left-drafts.ts';
import { uploadsOf } from './file/facts.ts';
import { actorOf } from './people.ts';
import { claimUploads } from './submission/uploads.ts';
import { claimTask } from './tasks.ts';
import { now } from './time.ts';

let database: TestDatabase;
let anna: Actor;
let bert: Actor;
let auditor: Actor;
let taskId: string;
let definitionKey: string;
const db = () => database.db;

beforeAll(async () => {
  database = await freshDatabase();
  await asSystem(db(), async (trx) => {
    anna = (await actorOf(trx, 'mei.siqi'))!;
    bert = (await actorOf(trx, 'fang.dongliang'))!;
    auditor = (await actorOf(trx, 'dong.jiancheng'))!;
    definitionKey = await deployed(trx, 'hazard-dispatch');
  });
});
afterAll(() => database.close());

beforeEach(async () => {
  taskId = await asSystem(db(), async (trx) => {
    const { caseId } = await aCase(trx);
    await trx('case_party').insert({ case_id: caseId, grp: 'duty', scope: 'full', why: '受理' });
    return aTask(trx, {
      caseId,
      elementId: 'verify',
      formId: 'hazard.verify',
      definitionKey,
      groups: ['duty'],
    });
  });
});

const own = (who: Actor) => asActor(db(), who, (trx) => ownDraft(trx, who, taskId));
const caught = async (act: Promise<unknown>): Promise<AppError> =>
  (await act.then(
    () => undefined,
    (error: unknown) => error,
  )) as AppError;

async function uploaded(by: Actor): Promise<string> {
  const sha256 = createHash('sha256').update(randomUUID()).digest('hex');
  await asActor(db(), by, async (trx) => {
    await trx('file').insert({ sha256, mime: 'image/jpeg', size: 1, created_at: now() });
    await trx('upload').insert({
      upload_id: randomUUID(),
      sha256,
      name: '现场.jpg',
      by: by.account,
      at: now(),
    });
  });
  return sha256;
}

describe('a draft of a task', () => {
  test("is one per person: neither overwrites nor reads a colleague's", async () => {
    await saveDraft(db(), anna, taskId, { data: { facts: '甲写的' } });
    await saveDraft(db(), bert, taskId, { data: { facts: '乙写的' } });
    expect((await own(anna))!.data).toEqual({ facts: '甲写的' });
    expect((await own(bert))!.data).toEqual({ facts: '乙写的' });
  });

  test("is nobody else's in the database either, not even for who reads all cases", async () => {
    await saveDraft(db(), anna, taskId, { data: { facts: '甲写的' } });
    for (const who of [bert, auditor])
      for (const table of ['task_draft', 'draft_key', 'start_draft'])
        expect(
          await asActor(db(), who, (trx) => rows(trx, `select 1 from ${table} where account = 'mei.siqi'`)),
        ).toEqual([]);
    await expect(
      asActor(db(), bert, (trx) =>
        trx('task_draft').insert({
          task_id: taskId,
          account: 'mei.siqi',
          data: '{}',
          saved_at: now(),
          version: 1,
        }),
      ),
    ).rejects.toThrow('row-level security');
  });

  test('of two pages of one person: the second is told of the newer text and overwrites nothing', async () => {
    const first = await saveDraft(db(), anna, taskId, { data: { facts: '一' }, base: 0 });
    await saveDraft(db(), anna, taskId, { data: { facts: '二' }, base: first.version });
    const error = await caught(saveDraft(db(), anna, taskId, { data: { facts: '三' }, base: first.version }));
    expect(error).toMatchObject({
      status: 409,
      extra: { draft: { data: { facts: '二' }, version: 2 } },
    });
    expect(error.title).toMatch(/另一个页面\d\d:\d\d保存过/);
    expect((await own(anna))!.data).toEqual({ facts: '二' });
    // the same text from both is no conflict
    expect(await saveDraft(db(), anna, taskId, { data: { facts: '二' }, base: 0 })).toMatchObject({
      version: 3,
    });
  });

  test('keeps only what is a field of the form, cleaned as a submit would have it', async () => {
    await saveDraft(db(), anna, taskId, {
      data: { facts: `甲\ud83d乙\u0007\r\n丙😀`, stranger: 'x', __proto__x: 1 },
    });
    expect((await own(anna))!.data).toEqual({ facts: '甲乙\n丙😀' });
  });

  test('never keeps a field of the vault', async () => {
    const contact = await asSystem(db(), async (trx) => {
      const { case_id } = (await one<{ case_id: string }>(trx, 'select case_id from task where task_id = ?', [
        taskId,
      ]))!;
      return aTask(trx, {
        caseId: case_id,
        elementId: 'contact',
        formId: 'hazard.contact',
        definitionKey,
        groups: ['duty'],
      });
    });
    await saveDraft(db(), anna, contact, { data: { extraVault: '住3号楼的王某' } });
    const stored = await asSystem(db(), (trx) =>
      rows(trx, 'select data from task_draft where task_id = ?', [contact]),
    );
    expect(JSON.stringify(stored)).not.toContain('王某');
  });

  test.each([
    ['256 kB', { facts: '长'.repeat(100_000) }],
    ['ten levels', { facts: JSON.parse(`${'['.repeat(12)}${']'.repeat(12)}`) as unknown }],
  ])('beyond %s is refused with a sentence', async (_, data) => {
    expect(await caught(saveDraft(db(), anna, taskId, { data }))).toMatchObject({
      status: 400,
      title: expect.stringContaining('草稿太大'),
    });
  });

  test('of a task that the process took away stays with its author for a while, then is swept', async () => {
    await saveDraft(db(), anna, taskId, { data: { facts: '白写了' } });
    const end = (at: Date) =>
      asSystem(db(), (trx) =>
        trx.raw(`update task set state = 'cancelled', closed_at = ? where task_id = ?`, [at, taskId]),
      );
    await end(now());
    await asSystem(db(), sweepDrafts);
    expect((await own(anna))!.data).toEqual({ facts: '白写了' });
    expect(await caught(saveDraft(db(), anna, taskId, { data: {} }))).toMatchObject({ status: 409 });
    await end(new Date(now().getTime() - 31 * 86_400_000));
    await asSystem(db(), sweepDrafts);
    expect(await own(anna)).toBeNull();
  });
});

describe('a draft that was left behind with 退回认领', () => {
  async function left(data: Record<string, unknown>, waiting = 0): Promise<void> {
    const { version } = await claimTask(db(), anna, taskId, 1);
    await saveDraft(db(), anna, taskId, { data, waiting, device: 'phone' });
    await releaseTask(db(), anna, taskId, version);
  }

  test('is offered to the next, who may use its pictures, and nobody else may', async () => {
    const [sha256, foreign] = [await uploaded(anna), await uploaded(auditor)];
    await left({ facts: '现场没有人', beforePhotos: [{ sha256 }, { sha256: foreign }] }, 2);
    await claimTask(db(), bert, taskId, 3);
    const offered = await asActor(db(), bert, (trx) => leftDrafts(trx, bert, taskId));
    expect(offered).toMatchObject([{ account: 'mei.siqi', name: '梅思齐', files: 1, waiting: 2 }]);
    // the uploader's name is kept; a hash that was only typed opens nothing
    await asActor(db(), bert, async (trx) => {
      const uploads = await uploadsOf(trx, bert.account, [sha256, foreign]);
      expect([...uploads.keys()]).toEqual([sha256]);
      expect(uploads.get(sha256)).toMatchObject({ by: 'mei.siqi', names: ['现场.jpg'] });
      expect(claimUploads([{ key: 'beforePhotos', sha256, name: '改名.jpg' }], uploads)).toMatchObject([
        { by: 'mei.siqi', name: '现场.jpg' },
      ]);
    });
    for (const stranger of [
      auditor,
      await asSystem(db(), async (trx) => (await actorOf(trx, 'firm.chen.liang'))!),
    ])
      await asActor(db(), stranger, async (trx) => {
        expect((await uploadsOf(trx, stranger.account, [sha256])).size).toBe(0);
        expect(await leftDrafts(trx, stranger, taskId)).toEqual([]);
      });
  });

  test('opens its pictures to nobody beside the one who holds the task', async () => {
    const sha256 = await uploaded(anna);
    await left({ beforePhotos: [{ sha256 }] });
    const carl = await asSystem(db(), async (trx) => (await actorOf(trx, 'dai.rongsheng'))!);
    const mayUse = () =>
      asActor(db(), carl, async (trx) => (await uploadsOf(trx, carl.account, [sha256])).size);
    // given nobody holds it, any of the group may take it up
    expect(await mayUse()).toBe(1);
    // when a colleague has claimed it, then the third may not
    await claimTask(db(), bert, taskId, 3);
    expect(await mayUse()).toBe(0);
  });

  test('keeps the name of whoever hands in, where he has the same picture himself', async () => {
    const sha256 = await uploaded(anna);
    await left({ beforePhotos: [{ sha256 }] });
    await asActor(db(), bert, (trx) =>
      trx('upload').insert({
        ...{ upload_id: randomUUID(), sha256, name: '我拍的.jpg' },
        ...{ by: bert.account, at: new Date(now().getTime() - 60_000) },
      }),
    );
    const uploads = await asActor(db(), bert, (trx) => uploadsOf(trx, bert.account, [sha256]));
    expect(uploads.get(sha256)).toMatchObject({ by: bert.account, names: ['我拍的.jpg', '现场.jpg'] });
  });

  test('fills what the next has not filled, and never brings a signature', async () => {
    const form = await asSystem(db(), async (trx) =>
      (await latestDefinition(trx, 'hazard-dispatch')).form('hazard.verify'),
    );
    const signature = form.fields.find(({ type }) => type === 'signature')?.key ?? 'signature';
    await left({ facts: '甲的现场情况', beforePhotos: [], [signature]: { sha256: 'a'.repeat(64) } });
    await claimTask(db(), bert, taskId, 3);
    await saveDraft(db(), bert, taskId, { data: { facts: '乙的现场情况', beforePhotos: [] } });
    const taken = await takeDraft(db(), bert, taskId, 'mei.siqi');
    expect(taken.data).toMatchObject({ facts: '乙的现场情况' });
    expect(Object.keys(taken.data)).not.toContain(signature);
    expect((await own(anna))!.data).toMatchObject({ facts: '甲的现场情况' });
  });
});

test('a start form has a draft per person and process', async () => {
  await asActor(db(), anna, async (trx) => {
    const form = (await latestDefinition(trx, 'hazard-dispatch')).form('hazard.intake');
    const kept = await saveStartDraft(trx, anna, 'hazard-dispatch', form, {
      data: { description: '楼道堆物', reporter: '王某', reporterPhone: '13800009999' },
      base: 0,
    });
    expect(kept.version).toBe(1);
    expect((await ownStartDraft(trx, anna, 'hazard-dispatch'))!.data).toEqual({ description: '楼道堆物' });
  });
  expect(await asActor(db(), bert, (trx) => ownStartDraft(trx, bert, 'hazard-dispatch'))).toBeNull();
});

test('a case that is sent takes the draft along it was written from, and no other report', async () => {
  await asActor(db(), bert, async (trx) => {
    const form = (await latestDefinition(trx, 'hazard-dispatch')).form('hazard.intake');
    const draft = () => ownStartDraft(trx, bert, 'hazard-dispatch');
    // given a report half written at the desk, and saved once more than another page knows
    await saveStartDraft(trx, bert, 'hazard-dispatch', form, { data: { description: '楼道' }, base: 0 });
    await saveStartDraft(trx, bert, 'hazard-dispatch', form, { data: { description: '楼道堆物' }, base: 1 });
    // when that page sends a case
    await dropSentDraft(trx, bert, 'hazard-dispatch', 1);
    // then what was written at the desk is still there
    expect((await draft())!.data).toEqual({ description: '楼道堆物' });
    await dropSentDraft(trx, bert, 'hazard-dispatch', 2);
    expect(await draft()).toBeNull();
  });
});

test("the key that seals what a browser keeps stays the same for a person and is nobody else's", async () => {
  const key = (who: Actor) => asActor(db(), who, (trx) => draftKeyOf(trx, who));
  expect(await key(anna)).toBe(await key(anna));
  expect(Buffer.from(await key(anna), 'base64')).toHaveLength(32);
  expect(await key(bert)).not.toBe(await key(anna));
});
