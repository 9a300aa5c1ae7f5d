import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect } from '@jest/globals';
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
import { addParties } from './cases.ts';
import { asActor, asSystem, one, rows, type Db, type Trx } from './db.ts';
import { enqueue } from './outbox.ts';
import { actorOf } from './people.ts';
import { setVaultKeys } from './vault-keys.ts';
import { sealReporter } from './vault.ts';

export const FIRM = 'firm:91310110DEM010378U';
const ACCOUNTS = {
  firm: 'firm.chen.liang',
  other: 'firm.leng.ku',
  volunteer: 'zhu.yuanzhi',
  auditor: 'dong.jiancheng',
  street: 'wu.beihai',
  keeper: 'tao.anran',
  duty: 'mei.siqi',
};

type Rows = Awaited<ReturnType<typeof aReportedCase>>;
/** Raw SQL as the application's role with this person's groups. */
interface Acts {
  seen: (actor: Actor) => ReturnType<typeof seenBy>;
  refused: (actor: Actor, sql: string, values?: unknown[]) => Promise<void>;
  changes: (actor: Actor, sql: string, values?: unknown[]) => Promise<number>;
}

type People = Record<keyof typeof ACCOUNTS, Actor>;

/**
 * What a faulty route could do: raw SQL as the application's role with a person's groups set. The firm is party of scope
 * `task` to a reported case; the volunteer reported it; the auditor reads all cases; 定海路街道 handles it.
 * One case in a database of the test file's own, made anew for each test; `rows` and `people` are there once a test runs.
 */
export function useReportedCase(): { readonly db: Db; readonly rows: Rows; readonly people: People } & Acts {
  let database: TestDatabase;
  let people: People;
  let made: Rows;
  beforeAll(async () => {
    database = await freshDatabase();
    setVaultKeys([{ id: 1, value: '0a'.repeat(32) }]);
    const found = await Promise.all(
      Object.entries(ACCOUNTS).map(async ([who, account]) => [who, await actorOf(database.db, account)]),
    );
    people = Object.fromEntries(found) as People;
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    made = await asSystem(database.db, aReportedCase);
  });
  return {
    get db() {
      return database.db;
    },
    get rows() {
      return made;
    },
    get people() {
      return people;
    },
    seen: (actor) => seenBy(database.db, actor),
    refused: (actor, sql, values) => refusedTo(database.db, actor, sql, values),
    changes: (actor, sql, values) => changedBy(database.db, actor, sql, values),
  };
}

/** The case, with a row of everything that somebody may not see, and another case beside it. */
async function aReportedCase(trx: Trx) {
  const { caseId } = await aCase(trx, {
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
  });
  const strangers = (await aCase(trx)).caseId;
  await addParties(trx, caseId, ['street:dinghai', FIRM], '承办');
  const ownItem = await anItem(trx, caseId, { responsible_group: FIRM });
  const foreignItem = await anItem(trx, caseId, { no: 2, responsible_group: 'street:dinghai' });
  const ownPaper = await aDocument(trx, caseId, {
    state: 'sent',
    recipient: JSON.stringify({ group: FIRM }),
  });
  await aDocument(trx, caseId, { template: 'verify-report', title: '核查报告', way: 'form' });
  const clock = await aClock(trx, { caseId, key: 'hazard.verify', from: new Date() } as never);
  const ownTask = await aTask(trx, {
    caseId,
    elementId: 'rectify',
    formId: 'rectify.submit',
    groups: [FIRM],
    itemId: ownItem,
  });
  const otherTask = await aTask(trx, {
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
  return { caseId, strangers, ownTask, otherTask, ownItem, ownPaper };
}

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
const seenBy = (db: Db, actor: Actor) =>
  asActor(db, actor, async (trx) => {
    const counts: Record<string, number> = {};
    for (const table of CASE_TABLES) {
      const found = await one<{ n: number }>(trx, `select count(*)::int as n from ${table}`);
      if (found!.n > 0) counts[table] = found!.n;
    }
    return counts;
  });

/** As this person the statement is refused by the database. */
const refusedTo = (db: Db, actor: Actor, sql: string, values: unknown[] = []) =>
  expect(asActor(db, actor, (trx) => trx.raw(sql, values as never))).rejects.toThrow(
    /row-level security|permission denied/,
  );
/** How many rows the statement changes as this person. */
const changedBy = (db: Db, actor: Actor, sql: string, values: unknown[] = []) =>
  asActor(db, actor, async (trx) => (await rows(trx, `${sql} returning 1`, values)).length);
