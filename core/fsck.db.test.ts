import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freshDatabase, rolledBack, type TestDatabase } from '../tests/harness/database.ts';
import { aCase, aTask } from '../tests/harness/factories.ts';
import type { Trx } from './db.ts';
import { fsck } from './fsck.ts';
import { now } from './time.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

/** A case that started long ago and stands at an incident of the engine. */
async function stopped(trx: Trx): Promise<{ caseId: string; caseNo: string }> {
  const opened = await aCase(trx);
  await trx.raw(`update outbox set done_at = clock_timestamp() - interval '1 hour' where case_id = ?`, [
    opened.caseId,
  ]);
  await trx('incident').insert({
    ...{ broker_epoch: 'test', incident_key: '1', instance_key: '1', case_id: opened.caseId },
    ...{ element_id: 'take', error_type: 'EXTRACT_VALUE_ERROR', message: 'handlerGroup', at: now() },
  });
  return opened;
}
const told = async (trx: Trx, caseId: string): Promise<string[]> =>
  (await fsck(trx, { quick: true })).filter(({ ref }) => ref === caseId).map(({ message }) => message);

test('a case that stands still at an incident, and waits for nothing else, is named until the operator has mended it (X3)', () =>
  rolledBack(database.db, async (trx) => {
    const { caseId, caseNo } = await stopped(trx);
    expect(await told(trx, caseId)).toEqual([
      `案件${caseNo}停在1处流程故障，没有其他下一步，等待运维排除故障或撤销案件`,
    ]);
    await trx.raw('update incident set resolved_at = ? where case_id = ?', [now(), caseId]);
    expect((await told(trx, caseId)).join()).not.toContain('停在');
  }));

test('one that somebody can go on with elsewhere is not (X3)', () =>
  rolledBack(database.db, async (trx) => {
    const { caseId } = await stopped(trx);
    await aTask(trx, { caseId, elementId: 'verify', formId: 'hazard.verify' });
    expect(await told(trx, caseId)).toEqual([]);
  }));
