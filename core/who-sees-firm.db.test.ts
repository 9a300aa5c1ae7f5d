import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { act } from './act.ts';
import type { Actor } from './actor.ts';
import { asActor, one, rows } from './db.ts';
import { enqueue } from './outbox.ts';
import { FIRM, useReportedCase } from './who-sees.fixture.ts';

const given = useReportedCase();
const { seen, refused, changes } = given;
let firm: Actor, other: Actor, street: Actor;
let caseId: string, strangers: string, ownTask: string, otherTask: string, ownItem: string, ownPaper: string;
beforeEach(() => {
  ({ firm, other, street } = given.people);
  ({ caseId, strangers, ownTask, otherTask, ownItem, ownPaper } = given.rows);
});

describe('raw SQL as a firm that is party of scope task', () => {
  test('reads its own task, item and paper, and no other row of the case', async () => {
    // case_party: its own row. Nothing of the report, of others' steps, of the trail, of what goes to the engine.
    const before = await seen(firm);
    for (const table of Object.keys(before))
      expect(['task', 'item', 'document', 'case_party']).toContain(table);
    const papers = await asActor(given.db, firm, (trx) =>
      rows<{ doc_id: string }>(trx, 'select doc_id from document where case_id = ?', [caseId]),
    );
    expect(papers).toEqual([{ doc_id: ownPaper }]);
    const items = await asActor(given.db, firm, (trx) =>
      rows(trx, 'select item_id from item where case_id = ?', [caseId]),
    );
    expect(items).toEqual([{ item_id: ownItem }]);
  });

  test('reads of the head no title, source, number, words or opener of the report', async () => {
    const head = await asActor(given.db, firm, (trx) =>
      one(trx, 'select * from case_seen where case_id = ?', [caseId]),
    );
    expect(head).toMatchObject({
      title: '某铸件厂 · 工业企业作业安全',
      source: null,
      opened_by: null,
      outcome_reason: null,
      whole: false,
    });
    expect((head as { facts: object }).facts).toEqual({ object: '某铸件厂', category: '工业企业作业安全' });
    expect(JSON.stringify(head)).not.toMatch(/T-20261128|粉尘|黎平路|zhu/);
    const whole = await asActor(given.db, street, (trx) =>
      one(trx, 'select * from case_seen where case_id = ?', [caseId]),
    );
    expect(whole).toMatchObject({ source: '12345', whole: true });
  });

  test('lets nobody in, also not itself further in', async () => {
    for (const [id, scope] of [
      [caseId, 'full'],
      [strangers, 'task'],
    ])
      await refused(firm, `insert into case_party (case_id, grp, scope, why) values (?, 'firm:x', ?, 'x')`, [
        id,
        scope,
      ]);
    expect(await changes(firm, `update case_party set scope = 'full' where case_id = ?`, [caseId])).toBe(0);
  });

  test('changes no row of others and forges none', async () => {
    expect(
      await changes(firm, `update task set groups = array['${FIRM}'] where task_id = ?`, [otherTask]),
    ).toBe(0);
    expect(await changes(firm, `update cases set status = 'sealed' where case_id = ?`, [caseId])).toBe(0);
    expect(await changes(firm, `update clock set due_at = now() + interval '1 year'`)).toBe(0);
    expect(await changes(firm, 'delete from task where task_id = ?', [ownTask])).toBe(0);
    await refused(firm, `update item set state = 'struck-off' where item_id = ?`, [ownItem]);
    await refused(firm, `update document set doc_no = 'x' where doc_id = ?`, [ownPaper]);
    await refused(
      firm,
      `insert into answer (answer_id, case_id, kind, way, at, content, by) values (?, ?, 'reporter', 'x', now(), 'x', 'x')`,
      [randomUUID(), caseId],
    );
    await refused(
      firm,
      `insert into lesson (lesson_id, case_id, text, by, at) values (?, ?, '无', 'x', now())`,
      [randomUUID(), caseId],
    );
    await refused(
      firm,
      `insert into submission (submission_id, case_id, element_id, form_id, data, answer, by, at)
      values (?, ?, 'verify', 'hazard.verify', '{}', '{}', 'wu.beihai', now())`,
      [randomUUID(), caseId],
    );
    await refused(firm, `insert into reporter_vault (case_id, sealed, at) values (?, '', now())`, [
      strangers,
    ]);
    await refused(
      firm,
      `insert into cases (case_id, case_no, process, title, owner_group, business_key, opened_by, opened_at)
      values (?, 'x', 'x', 'x', 'x', 'x', 'firm.chen.liang', now())`,
      [randomUUID()],
    );
    await refused(firm, `select record_act(?, 'x', 'wu.beihai', 'x', 'x', 'x', '{}')`, [caseId]);
    await refused(firm, `select record_act(?, 'x', 'firm.chen.liang', 'x', 'x', 'x', '{}')`, [strangers]);
    await refused(firm, `insert into outbox (kind, case_id, payload) values ('cancel', ?, '{}')`, [
      strangers,
    ]);
  });

  test('does what its own step needs', async () => {
    await asActor(given.db, firm, async (trx) => {
      await trx.raw(`update task set assignee = 'firm.chen.liang' where task_id = ?`, [ownTask]);
      await trx('submission').insert({
        submission_id: randomUUID(),
        task_id: ownTask,
        case_id: caseId,
        element_id: 'rectify',
        form_id: 'rectify.submit',
        data: '{}',
        answer: '{}',
        by: firm.account,
        at: new Date(),
      });
      await act(trx, { caseId, actor: firm, act: 'task.submitted', subject: 'rectify' });
      expect(await enqueue(trx, caseId, { kind: 'complete', jobKey: '1', variables: {} })).toMatch(/^\d+$/);
    });
  });

  test('another firm sees nothing at all', async () => {
    expect(await seen(other)).toEqual({});
  });
});
