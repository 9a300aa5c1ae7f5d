import { scan } from '../../bin/demo/pictures.ts';
import type { Player } from '../../bin/demo/player.ts';
import type { Given } from './story.ts';

/** Ask, as `account`, for `days` more on a running limit of a case; returns the id of the application. Throws Refused. */
export async function askLonger(
  given: Given,
  { caseId }: Player,
  account: string,
  clockId: string,
  days: number,
): Promise<string> {
  const session = await given.session(account);
  const { sha256 } = await session.upload(await scan(), '采购合同.png');
  const data = {
    days,
    reason: '除尘器压差表为进口备件,供货商书面确认到货日期晚于原整改期限。',
    safety: '延长期间打磨工位停用断电,专人看守,每日清灰。',
    files: [{ sha256, name: '采购合同.png' }],
    applicant: account,
  };
  const path = `/cases/${caseId}/extensions`;
  return (await session.post<{ extensionId: string }>(path, { clockId, data })).extensionId;
}
