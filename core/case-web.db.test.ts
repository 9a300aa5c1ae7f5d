import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { aCase, anItem } from '../tests/harness/factories.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../tests/harness/database.ts';
import { SYSTEM } from './actor.ts';
import { addParties } from './cases.ts';
import { caseWeb, type CaseWeb } from './case-web.ts';
import type { Trx } from './db.ts';
import { linkCases, sendMessage } from './messages.ts';
import { actorOf } from './people.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const cases = (web: CaseWeb) => web.nodes.filter(({ kind }) => kind === 'case');
/** Edges as `from word to`, cases by the title given, for reading. */
const told = (web: CaseWeb) => {
  const name = new Map(web.nodes.map(({ id, title }) => [id, title ?? '?']));
  return web.edges.map(({ from, to, word }) => `${name.get(from)} ${word} ${name.get(to)}`).sort();
};

/** Patrol → (its finding) → hazard → talk → notice, each linked as the product does it. */
async function chain(trx: Trx) {
  const patrol = await aCase(trx, { title: '巡查' });
  const finding = await anItem(trx, patrol.caseId, { title: '配电箱裸露' });
  const hazard = await aCase(trx, { title: '隐患', parentCaseId: patrol.caseId, businessKey: finding });
  await linkCases(trx, patrol.caseId, hazard.caseId, 'child');
  const talk = await aCase(trx, { title: '约谈', sourceCaseId: hazard.caseId });
  await linkCases(trx, hazard.caseId, talk.caseId, 'source');
  const notice = await aCase(trx, { title: '督办' });
  await linkCases(trx, talk.caseId, notice.caseId, 'source');
  return { patrol, hazard, talk, notice };
}

test('from any case of the chain the whole chain is seen, in both directions, the item where the link starts', () =>
  rolledBack(database.db, async (trx) => {
    const { patrol, hazard, notice } = await chain(trx);
    const edges = [
      '事项1：配电箱裸露 子案件 隐患',
      '巡查 事项 事项1：配电箱裸露',
      '约谈 来源 督办',
      '隐患 来源 约谈',
    ];
    for (const { caseId } of [patrol, hazard, notice]) {
      const web = await caseWeb(trx, SYSTEM, caseId);
      expect(told(web)).toEqual(edges);
      expect(web).toMatchObject({ root: caseId, cut: false });
      expect(cases(web).every(({ seen }) => seen)).toBe(true);
    }
    const web = await caseWeb(trx, SYSTEM, patrol.caseId);
    expect(cases(web).map(({ title, steps }) => [title, steps])).toEqual([
      ['巡查', 0],
      ['隐患', 1],
      ['约谈', 2],
      ['督办', 3],
    ]);
  }));

test('a circle ends', () =>
  rolledBack(database.db, async (trx) => {
    const { patrol, notice } = await chain(trx);
    await linkCases(trx, notice.caseId, patrol.caseId, 'reopened');
    expect(cases(await caseWeb(trx, SYSTEM, patrol.caseId))).toHaveLength(4);
  }));

test('what the reader may not see is a node without content, and nothing behind it is told', () =>
  rolledBack(database.db, async (trx) => {
    const { patrol, hazard } = await chain(trx);
    await addParties(trx, hazard.caseId, ['street:dinghai'], '承办');
    const street = (await actorOf(trx, 'wu.beihai'))!;
    const web = await caseWeb(trx, street, hazard.caseId);
    expect(
      cases(web)
        .map(({ title, caseNo, seen }) => [title, caseNo, seen])
        .sort(),
    ).toEqual(
      [
        [null, null, false],
        [null, null, false],
        ['隐患', hazard.caseNo, true],
      ].sort(),
    );
    expect(JSON.stringify(web)).not.toContain('巡查');
    expect(JSON.stringify(web)).not.toContain('配电箱');
    expect(web.nodes.some(({ id }) => id === patrol.caseId)).toBe(true);
  }));

test('of a case of which the reader has only a task, the head is told and nothing behind it', () =>
  rolledBack(database.db, async (trx) => {
    const { hazard, talk } = await chain(trx);
    await addParties(trx, hazard.caseId, ['street:dinghai'], '承办');
    await trx('case_party').insert({
      case_id: talk.caseId,
      grp: 'street:dinghai',
      scope: 'task',
      why: '承办',
    });
    const web = await caseWeb(trx, (await actorOf(trx, 'wu.beihai'))!, hazard.caseId);
    expect(cases(web).find(({ id }) => id === talk.caseId)).toMatchObject({ seen: true, title: '约谈' });
    // the notice lies behind the talk
    expect(cases(web)).toHaveLength(3);
  }));

test('a message that waits is shown as waiting; one that was sent and made no case, and a cancelled case, are orphans', () =>
  rolledBack(database.db, async (trx) => {
    const { caseId } = await aCase(trx, { title: '来源案' });
    const key = randomUUID();
    await sendMessage(trx, SYSTEM, { name: 'talk.trigger', key, ttl: 1000, payload: {}, caseId });
    const gone = await aCase(trx, { title: '撤销案', sourceCaseId: caseId });
    await trx.raw(`update cases set status = 'cancelled' where case_id = ?`, [gone.caseId]);
    const waits = async () => {
      const { nodes } = await caseWeb(trx, SYSTEM, caseId);
      return nodes
        .filter(({ kind, orphan }) => kind === 'trigger' || orphan)
        .map((n) => [n.title, n.status, n.orphan]);
    };
    expect(await waits()).toEqual([
      ['撤销案', 'cancelled', '已撤销'],
      ['触发约谈：接收流程尚未部署', 'waiting', null],
    ]);
    await trx.raw('update pending_trigger set replayed_at = now() where key = ?', [key]);
    expect((await waits()).at(-1)).toEqual(['触发约谈：接收流程尚未部署', 'sent', '无对应案件']);
    await aCase(trx, { businessKey: key, sourceCaseId: caseId, title: '约谈' });
    expect(await waits()).toEqual([['撤销案', 'cancelled', '已撤销']]);
  }));

test('depth and size are bounded, and that something was left out is said', () =>
  rolledBack(database.db, async (trx) => {
    const root = await aCase(trx, { title: '0' });
    let last = root;
    for (let n = 1; n <= 8; n += 1) {
      const next = await aCase(trx, { title: String(n) });
      await linkCases(trx, last.caseId, next.caseId, 'source');
      last = next;
    }
    const far = await caseWeb(trx, SYSTEM, root.caseId);
    expect([cases(far).length, far.cut]).toEqual([7, true]);
    const hub = await aCase(trx, { title: '中心' });
    for (let n = 0; n < 130; n += 1) await aCase(trx, { title: `子${n}`, parentCaseId: hub.caseId });
    const wide = await caseWeb(trx, SYSTEM, hub.caseId);
    expect([cases(wide).length, wide.cut]).toEqual([120, true]);
  }));
