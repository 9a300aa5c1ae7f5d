import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Trx } from '../../core/db.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, anItem, run } from '../../tests/harness/factories.ts';
import check from './check.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

async function picture(
  trx: Trx,
  caseId: string,
  itemId: string | null,
  phase: 'before' | 'after',
  over: Record<string, unknown> = {},
): Promise<void> {
  const sha256 = (phase === 'before' ? 'b' : 'a').repeat(64);
  await trx.raw(
    `insert into file (sha256, mime, size, created_at) values (?, 'image/jpeg', 1, now()) on conflict do nothing`,
    [sha256],
  );
  await trx('evidence').insert({
    evidence_id: randomUUID(),
    case_id: caseId,
    item_id: itemId,
    element_id: 'rectify',
    field: 'p',
    phase,
    sha256,
    taken_at: phase === 'before' ? '2026-03-02' : '2026-03-09',
    place: '{"address":"定海路1号"}',
    by: 'ni.haoran',
    at: '2026-03-09',
    ...over,
  });
}

describe('evidence.check', () => {
  const asked = (
    task: string,
    give: (trx: Trx, caseId: string, itemId: string) => Promise<void>,
    withItem = true,
  ) =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const itemId = await anItem(trx, caseId);
      await give(trx, caseId, itemId);
      return run(trx, 'evidence.check', check, {
        headers: { task },
        variables: { caseId, itemId: withItem ? itemId : null },
      });
    });

  test('passes an item with a picture before and a later one after', async () => {
    const both = asked('rectify', async (trx, caseId, itemId) => {
      await picture(trx, caseId, itemId, 'before');
      await picture(trx, caseId, itemId, 'after');
    });
    expect(await both).toEqual({ evidenceOk: true, evidenceReasons: [] });
  });

  test('says what is missing when nothing was handed in', async () => {
    expect(await asked('rectify', () => Promise.resolve())).toEqual({
      evidenceOk: false,
      evidenceReasons: ['缺少整改后证据'],
    });
  });

  test('refuses a picture without time, and one without place and reason', async () => {
    const faulty = asked('rectify', async (trx, caseId, itemId) => {
      await picture(trx, caseId, itemId, 'before', { taken_at: null });
      await picture(trx, caseId, itemId, 'after', { place: null });
    });
    expect((await faulty).evidenceReasons).toEqual(['整改后证据没有地点，也没有写明原因']);
  });

  test('never sends back the firm for what the officers handed in before (A1)', async () => {
    const theirs = asked('rectify', async (trx, caseId, itemId) => {
      await picture(trx, caseId, itemId, 'before', { place: null, element_id: 'verify' });
      await picture(trx, caseId, itemId, 'before', { contradicts: ['time'], element_id: 'verify' });
      await picture(trx, caseId, itemId, 'after');
    });
    expect(await theirs).toEqual({ evidenceOk: true, evidenceReasons: [] });
  });

  test('wants a reason for what was said otherwise than the picture says', async () => {
    const said = (over: Record<string, unknown>) =>
      asked('rectify', async (trx, caseId, itemId) => {
        await picture(trx, caseId, itemId, 'before');
        await picture(trx, caseId, itemId, 'after', { contradicts: ['place'], ...over });
      });
    expect((await said({})).evidenceReasons).toEqual(['整改后证据的说明与照片信息不一致，没有写明原因']);
    expect((await said({ place_reason: '手机定位漂移' })).evidenceOk).toBe(true);
  });

  test('takes a written reason for a missing place', async () => {
    const reasoned = asked('rectify', async (trx, caseId, itemId) => {
      await picture(trx, caseId, itemId, 'before', { place: null, place_reason: '室内无定位信号' });
      await picture(trx, caseId, itemId, 'after');
    });
    expect((await reasoned).evidenceOk).toBe(true);
  });

  test('looks at the pictures of the named step where there is no item yet', async () => {
    const early = (task: string) =>
      asked(task, async (trx, caseId) => {
        await picture(trx, caseId, null, 'before');
        await picture(trx, caseId, null, 'after');
      }, false); // prettier-ignore
    expect((await early('rectify')).evidenceOk).toBe(true);
    expect((await early('verify')).evidenceOk).toBe(false);
  });
});
