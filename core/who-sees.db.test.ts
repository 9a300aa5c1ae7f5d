import { beforeEach, describe, expect, test } from '@jest/globals';
import { aCase, aTask } from '../tests/harness/factories.ts';
import type { Actor } from './actor.ts';
import { asActor, asHouse, asSystem, one, rows, type Trx } from './db.ts';
import { useReportedCase } from './who-sees.fixture.ts';

const given = useReportedCase();
const { seen, refused } = given;
let firm: Actor, volunteer: Actor, auditor: Actor, street: Actor, keeper: Actor, duty: Actor;
let caseId: string;
beforeEach(() => {
  ({ firm, volunteer, auditor, street, keeper, duty } = given.people);
  ({ caseId } = given.rows);
});

describe('raw SQL as', () => {
  test('the volunteer who reported: her own report and its answer', async () => {
    const mine = await asActor(given.db, volunteer, async (trx) => ({
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
    await given.db.transaction(async (trx) => {
      for (const table of ['cases', 'task', 'outbox', 'upload'])
        expect((await one<{ n: number }>(trx, `select count(*)::int as n from ${table}`))!.n).toBe(0);
    });
  });
});

describe('the reporter in the step in which he is called', () => {
  const sealed = (actor: Actor) =>
    asActor(
      given.db,
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
    await asSystem(given.db, (trx) => contact(trx, assignee, state));
    expect(await sealed(street)).toBe(n);
  });
});

describe('the product inside a person’s transaction', () => {
  test('sees for a moment what the person does not, and the person afterwards not', () =>
    asActor(given.db, firm, async (trx) => {
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
  const opened = await asSystem(given.db, (trx) => aCase(trx, { parties: ['duty'] }));
  const sees = (actor: Actor) =>
    asActor(
      given.db,
      actor,
      async (trx) => (await rows(trx, 'select 1 from case_seen where case_id = ?', [opened.caseId])).length,
    );
  expect(await sees(duty)).toBe(1);
  expect(await sees({ ...duty, groups: duty.groups.filter((group) => group !== 'duty') })).toBe(0);
});
