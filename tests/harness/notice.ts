import type { Trx } from '../../core/db.ts';
import register from '../../workers/supervise/register.ts';
import { aCase, aSubmission, run } from './factories.ts';

export const MATTER = '共青路295号园区防汛防台措施不落实,雨水管网堵塞,要求限期整改到位。';

/** A unit of a registered notice, as the diagram gets it. */
export interface Registered {
  id: string;
  group: string;
  itemId: string;
  role: 'lead' | 'helper';
}

/** A case in which a notice was drafted; nothing registered yet. */
export async function aDraftedNotice(trx: Trx, draft: Record<string, unknown> = {}): Promise<string> {
  const { caseId } = await aCase(trx, {
    process: 'supervise-notice',
    series: '杨应急督',
    title: '共青路园区防汛防台问题',
    source: null,
    facts: {},
  });
  await aSubmission(trx, {
    caseId,
    process: 'supervise-notice',
    elementId: 'draft',
    formId: 'notice.issue',
    by: 'gu.xinlan',
    data: {
      source: '会议',
      fromAbove: false,
      matter: MATTER,
      demand: '疏通雨水管网,落实值守。',
      lead: 'changbai',
      feedbackBy: '2026-04-10',
      level: '抄告',
      ...draft,
    },
  });
  return caseId;
}

/** A notice as registered for 长白新村街道 and its helpers (市场监督管理局 unless told otherwise). */
export async function aNotice(
  trx: Trx,
  { draft = {}, helpers = ['scjg'] }: { draft?: Record<string, unknown>; helpers?: string[] } = {},
): Promise<{ caseId: string; units: Registered[] }> {
  const caseId = await aDraftedNotice(trx, draft);
  const { units } = await run(trx, 'supervise.register', register, {
    variables: {
      caseId,
      lead: { id: 'changbai', group: 'street:changbai' },
      helpers: helpers.map((id) => ({ id, group: `dept:${id}` })),
      answerBy: '2026-04-10',
    },
  });
  return { caseId, units: units as Registered[] };
}
