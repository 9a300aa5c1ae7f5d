import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../tests/harness/database.ts';
import {
  aCase,
  aClock,
  aDocument,
  anExtension,
  anItem,
  aSubmission,
  aTask,
} from '../tests/harness/factories.ts';
import type { Actor } from './actor.ts';
import { act } from './act.ts';
import { addParties } from './cases.ts';
import { asActor, asHouse, asSystem, one, rows, type Trx } from './db.ts';
import { enqueue } from './outbox.ts';
import { actorOf } from './people.ts';
import { sealReporter } from './vault.ts';
import { setVaultKeys } from './vault-keys.ts';

/**
 * What a faulty route could do: raw SQL as the application's role with a person's groups set. The firm is party of scope
 * `task` to a reported case; the volunteer reported it; the auditor reads all cases; 定海路街道 handles it.
 */
let database: TestDatabase;
let firm: Actor, other: Actor, volunteer: Actor, auditor: Actor, street: Actor, keeper: Actor, duty: Actor;
let caseId: string, strangers: string, ownTask: string, otherTask: string, ownItem: string, ownPaper: string;
const FIRM = 'firm:91310110DEM010378U';

beforeAll(async () => {
  database = await freshDatabase();
  setVaultKeys([{ id: 1, value: '0a'.repeat(32) }]);
  const person = async (account: string) => (await actorOf(database.db, account))!;
  [firm, other, volunteer] = [
    await person('firm.chen.liang'),
    await person('firm.leng.ku'),
    await person('zhu.yuanzhi'),
  ];
  [auditor, street, keeper] = [
    await person('dong.jiancheng'),
    await person('wu.beihai'),
    await person('tao.anran'),
  ];
  duty = await person('mei.siqi');
});
afterAll(() => database.close());

beforeEach(() =>
  asSystem(database.db, async (trx) => {
    ({ caseId } = await aCase(trx, {
      title: '某铸件厂 · 工业企业作业安全 · 粉尘很大没有清灰',
      titleOut: '某铸件厂 · 工业企业作业安全',
      reported: true,
      source: '12345',
      search: 'T-20261128 粉尘很大没有清灰',
      reporterGroup: 'person:zhu.yuanzhi',
      facts: {
        object: '某铸件厂',
        category: '工业企业作业安全',
        source: '12345',
        ticketNo: 'T-20261128',
        description: '粉尘很大没有清灰',
        place: '黎平路88号',
      },
    }));
    strangers = (await aCase(trx)).caseId;
    await addParties(trx, caseId, ['street:dinghai', FIRM], '承办');
    ownItem = await anItem(trx, caseId, { responsible_group: FIRM });
    const foreignItem = await anItem(trx, caseId, { no: 2, responsible_group: 'street:dinghai' });
    ownPaper = await aDocument(trx, caseId, { state: 'sent', recipient: JSON.stringify({ group: FIRM }) });
    await aDocument(trx, caseId, { template: 'verify-report', title: '核查报告', way: 'form' });
    const clock = await aClock(trx, { caseId, key: 'hazard.verify', from: new Date() } as never);
    ownTask = await aTask(trx, {
      caseId,
      elementId: 'rectify',
      formId: 'rectify.submit',
      groups: [FIRM],
      itemId: ownItem,
    });
    otherTask = await aTask(trx, {
      caseId,
      elementId: 'verify',
      formId: 'hazard.verify',
      groups: ['street:dinghai'],
      itemId: foreignItem,
      clockId: clock.clock_id,
    });
    await trx.raw('update clock set task_id = ? where clock_id = ?', [otherTask, clock.clock_id]);
    await aSubmission(trx, {
      caseId,
      elementId: 'contact',
      formId: 'hazard.contact',
      data: { note: '举报人说……' },
    });
    await trx.raw(
      `insert into submission (submission_id, case_id, element_id, form_id, data, answer, by, at)
       values (?, ?, 'start', 'hazard.intake', '{"description":"粉尘很大没有清灰"}', '{}', 'reporter', now())`,
      [randomUUID(), caseId],
    );
    await anExtension(trx, clock, { days: 3, requestedAt: new Date(), by: 'wu.beihai' });
    await trx.raw(
      `insert into answer (answer_id, case_id, kind, way, at, content, by) values (?, ?, 'reporter', '电话', now(), '已整改', 'wu.beihai')`,
      [randomUUID(), caseId],
    );
    await trx.raw(
      `insert into answer (answer_id, case_id, kind, way, at, content, by) values (?, ?, 'upward', '书面', now(), '上报', 'wu.beihai')`,
      [randomUUID(), caseId],
    );
    await sealReporter(trx, caseId, { reporter: '虞举某', reporterPhone: '13912345670' });
    await enqueue(trx, caseId, { kind: 'start', process: 'x', variables: { ticketNo: 'T-20261128' } });
    await trx.raw(
      `insert into job_effect (broker_epoch, job_key, type, case_id, output, at) values ('t', ?, 'x', ?, '{}', now())`,
      [randomUUID(), caseId],
    );
    await trx.raw(
      `insert into notification (notification_id, grp, case_id, kind, text, at) values (?, 'street:dinghai', ?, 'x', '待办', now())`,
      [randomUUID(), caseId],
    );
  }),
);

const CASE_TABLES = [
  ...[
    'cases',
    'submission',
    'item',
    'evidence',
    'document',
    'service_receipt',
    'answer',
    'explanation',
    'clock',
    'clock_event',
  ],
  ...[
    'extension',
    'lesson',
    'verdict',
    'audit_event',
    'prepared',
    'pending_trigger',
    'reporter_vault',
    'vault_read',
    'finding',
  ],
  ...[
    'team_member',
    'outbox',
    'job_effect',
    'notification',
    'operator_alarm',
    'task',
    'case_party',
    'case_link',
    'talk_trigger',
    'attachment',
  ],
];

/** How many rows of each table the person gets by raw SQL; tables with none are left out. */
const seen = (actor: Actor) =>
  asActor(database.db, actor, async (trx) => {
    const counts: Record<string, number> = {};
    for (const table of CASE_TABLES) {
      const found = await one<{ n: number }>(trx, `select count(*)::int as n from ${table}`);
      if (found!.n > 0) counts[table] = found!.n;
    }
    return counts;
  });

const refused = (actor: Actor, sql: string, values: unknown[] = []) =>
  expect(asActor(database.db, actor, (trx) => trx.raw(sql, values as never))).rejects.toThrow(
    /row-level security|permission denied/,
  );
const changes = (actor: Actor, sql: string, values: unknown[] = []) =>
  asActor(database.db, actor, async (trx) => (await rows(trx, `${sql} returning 1`, values)).length);

describe('raw SQL as a firm that is party of scope task', () => {
  test('reads its own task, item and paper, and no other row of the case', async () => {
    // case_party: its own row. Nothing of the report, of others' steps, of the trail, of what goes to the engine.
    const before = await seen(firm);
    for (const table of Object.keys(before))
      expect(['task', 'item', 'document', 'case_party']).toContain(table);
    const papers = await asActor(database.db, firm, (trx) =>
      rows<{ doc_id: string }>(trx, 'select doc_id from document where case_id = ?', [caseId]),
    );
    expect(papers).toEqual([{ doc_id: ownPaper }]);
    const items = await asActor(database.db, firm, (trx) =>
      rows(trx, 'select item_id from item where case_id = ?', [caseId]),
    );
    expect(items).toEqual([{ item_id: ownItem }]);
  });

  test('reads of the head no title, source, number, words or opener of the report', async () => {
    const head = await asActor(database.db, firm, (trx) =>
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
    const whole = await asActor(database.db, street, (trx) =>
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
    await asActor(database.db, firm, async (trx) => {
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

describe('raw SQL as', () => {
  test('the volunteer who reported: her own report and its answer', async () => {
    const mine = await asActor(database.db, volunteer, async (trx) => ({
      said: await rows(trx, 'select form_id from submission where case_id = ?', [caseId]),
      answers: await rows(trx, 'select kind from answer where case_id = ?', [caseId]),
    }));
    expect(mine).toEqual({ said: [{ form_id: 'hazard.intake' }], answers: [{ kind: 'reporter' }] });
    for (const table of Object.keys(await seen(volunteer)))
      expect(['submission', 'answer', 'case_party']).toContain(table);
  });

  test('the street that handles it: the whole case, but neither the vault nor what goes to the engine', async () => {
    const found = await seen(street);
    for (const table of ['cases', 'submission', 'item', 'document', 'answer', 'audit_event', 'task', 'clock'])
      expect(found[table]).toBeGreaterThan(0);
    for (const table of ['reporter_vault', 'outbox', 'vault_read']) expect(found[table]).toBeUndefined();
  });

  test('an auditor: reads every case and writes none, not even the vault is open to him', async () => {
    const found = await seen(auditor);
    expect(found.cases).toBeGreaterThan(1);
    expect(found.reporter_vault).toBeUndefined();
    await refused(auditor, `update cases set title = 'x' where case_id = ?`, [caseId]);
    await refused(
      auditor,
      `insert into case_party (case_id, grp, scope, why) values (?, 'auditor', 'full', 'x')`,
      [caseId],
    );
  });

  test('a keeper: the sealed rows and nothing of the cases', async () => {
    expect(Object.keys(await seen(keeper))).toEqual(['reporter_vault']);
  });

  test('nobody: a transaction without a scope sees and writes nothing', async () => {
    await database.db.transaction(async (trx) => {
      for (const table of ['cases', 'task', 'outbox', 'upload'])
        expect((await one<{ n: number }>(trx, `select count(*)::int as n from ${table}`))!.n).toBe(0);
    });
  });
});

describe('the reporter in the step in which he is called', () => {
  const sealed = (actor: Actor) =>
    asActor(
      database.db,
      actor,
      async (trx) => (await rows(trx, 'select 1 from reporter_vault where case_id = ?', [caseId])).length,
    );
  const contact = (trx: Trx, assignee: string | null, state: 'open' | 'done') =>
    aTask(trx, {
      caseId,
      elementId: 'contact',
      formId: 'hazard.contact',
      groups: ['street:dinghai'],
      state,
    }).then((id) => trx.raw('update task set assignee = ? where task_id = ?', [assignee, id]));

  test.each([
    ['claimed by him and open', 'wu.beihai', 'open', 1],
    ['claimed by a colleague', 'somebody.else', 'open', 0],
    ['not claimed', null, 'open', 0],
    ['done', 'wu.beihai', 'done', 0],
  ] as const)('%s', async (_, assignee, state, n) => {
    await asSystem(database.db, (trx) => contact(trx, assignee, state));
    expect(await sealed(street)).toBe(n);
  });
});

describe('the product inside a person’s transaction', () => {
  test('sees for a moment what the person does not, and the person afterwards not', () =>
    asActor(database.db, firm, async (trx) => {
      const count = async () =>
        (await one<{ n: number }>(trx, 'select count(*)::int as n from cases where case_id = ?', [caseId]))!
          .n;
      expect(await asHouse(trx, count)).toBe(1);
      expect(await count()).toBe(0);
      await asHouse(trx, () => Promise.reject(new Error('x'))).catch(() => undefined);
      expect(await count()).toBe(0);
    }));
});

test('who leaves the desk loses the cases opened there', async () => {
  const opened = await asSystem(database.db, (trx) => aCase(trx, { parties: ['duty'] }));
  const sees = (actor: Actor) =>
    asActor(
      database.db,
      actor,
      async (trx) => (await rows(trx, 'select 1 from case_seen where case_id = ?', [opened.caseId])).length,
    );
  expect(await sees(duty)).toBe(1);
  expect(await sees({ ...duty, groups: duty.groups.filter((group) => group !== 'duty') })).toBe(0);
});
