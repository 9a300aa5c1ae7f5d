import { randomUUID } from 'node:crypto';
import type { Form } from '../acts/act.ts';
import type { Api } from '../client.ts';
import { STAFF } from '../people.ts';
import { scan } from '../pictures.ts';

/** What 安委办 registers: the fields of form notice.start; the incoming paper is scanned where it comes from above. */
export type Notice = Form & { source: string; title: string; description: string; lead: string };

/** Register a notice at the start form of supervise-notice. */
export async function openNotice(
  api: Api,
  notice: Notice,
  as: string = STAFF.dispatcher,
): Promise<{ caseId: string; caseNo: string }> {
  const session = await api.as(as);
  const data: Form = { ...notice };
  if (notice.source === '上级督查' && notice.files === undefined) {
    const { sha256, name } = await session.upload(await scan(), '来文.png');
    data.files = [{ sha256, name }];
  }
  return session.post('/cases/supervise-notice', { data }, { 'idempotency-key': randomUUID() });
}
