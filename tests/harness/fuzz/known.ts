import type { ProductUnderTest } from '../product.ts';
import type { Given } from '../story.ts';
import type { KnownIds } from './requests.ts';

/** Somebody of the firm that the stories are about. */
export const FIRM_ACCOUNT = 'firm.chen.liang';

/** A case under way, and ids of everything that a path can name. */
export async function gatherIds(product: ProductUnderTest, given: Given): Promise<KnownIds> {
  const story = await given.report();
  await story.reach('order');
  const ids = async (sql: string) =>
    (await product.rows<{ id: string }>(`${sql} limit 20`)).map(({ id }) => id);
  return {
    caseId: [story.caseId, ...(await ids('select case_id as id from cases order by opened_at desc'))],
    taskId: await ids('select task_id as id from task order by opened_at desc'),
    clockId: await ids('select clock_id as id from clock order by started_at desc'),
    docId: await ids('select doc_id as id from document'),
    itemId: await ids('select item_id as id from item'),
    sha256: await ids('select sha256 as id from file'),
    incidentKey: await ids('select incident_key as id from incident'),
    outboxId: await ids('select cast(outbox_id as text) as id from outbox'),
    rowId: await ids('select cast(row_id as text) as id from measure_register'),
    process: ['hazard-dispatch', 'supervise-notice', 'patrol-inspection', 'warning-talk', 'serve-document'],
    name: ['measures', 'duties', 'experts', 'checklist', 'scores', 'units'],
    elementId: ['order', 'verify', 'start'],
    unitId: ['dinghai', 'awb'],
  };
}
