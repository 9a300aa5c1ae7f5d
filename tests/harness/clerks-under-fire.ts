import { randomUUID } from 'node:crypto';
import { openApi, Refused, type Session } from '../../bin/demo/client.ts';
import type { Killable } from './killable.ts';

/** What the product has acknowledged with a 2xx: each of it must be there at the end, once. */
export interface Acknowledged {
  cases: Set<string>;
  submissions: Set<string>;
}

const AGAIN_MS = 250;
const PATIENCE_MS = 240_000;

const REPORT = {
  source: '来信',
  anonymous: 'yes',
  place: { address: '上海市杨浦区定海路街道黎平路88号', lat: 31.27342, lng: 121.56318 },
  category: '工业企业作业安全',
  description: '来信反映车间粉尘较大,除尘设备经常不开,请核实处理。',
  urgency: 'normal',
  deathInvolved: 'no',
};

/**
 * Work `count` hazard reports from registration to the refusal being told (受理定级 → 不予受理告知), `hands` at a time,
 * while parts of the installation die. Every request is repeated until it gets an answer, as a person would press the
 * button again: the same Idempotency-Key, the same task.
 */
export async function workUnderFire(
  installation: Killable,
  count: number,
  hands: number,
  progress: (done: number) => void,
): Promise<Acknowledged> {
  const acknowledged: Acknowledged = { cases: new Set(), submissions: new Set() };
  let left = count;
  let done = 0;
  const hand = async () => {
    while (left > 0) {
      left -= 1;
      await oneReport(installation, acknowledged, left);
      progress((done += 1));
    }
  };
  await Promise.all(Array.from({ length: hands }, hand));
  return acknowledged;
}

async function oneReport(installation: Killable, acknowledged: Acknowledged, n: number): Promise<void> {
  const key = randomUUID();
  const data = { ...REPORT, description: `${REPORT.description}第${n}件` };
  const { caseId } = await again(installation, 'mei.siqi', (duty) =>
    duty.post<{ caseId: string }>('/cases/hazard-dispatch', { data }, { 'idempotency-key': key }),
  );
  acknowledged.cases.add(caseId);
  await submit(installation, acknowledged, caseId, 'accept', {
    decision: 'reject',
    rejectReason: '不属安全生产',
  });
  const now = await again(installation, 'gu.xinlan', (session) => session.me().then((me) => me.now));
  await submit(installation, acknowledged, caseId, 'inform', {
    way: '书面',
    answeredAt: now,
    content: '您反映的事项不属于安全生产范围,已转告相关单位。',
  });
}

async function submit(
  installation: Killable,
  acknowledged: Acknowledged,
  caseId: string,
  elementId: string,
  data: Record<string, unknown>,
): Promise<void> {
  const task = await again(installation, 'gu.xinlan', async (session) => {
    const found = await session.get<{ tasks: { taskId: string; elementId: string }[] }>(`/cases/${caseId}`);
    const open = found.tasks.find((one) => one.elementId === elementId);
    if (open === undefined) throw new NotYet(`${elementId} of ${caseId}`);
    return open;
  });
  const answer = await again(installation, 'gu.xinlan', (session) =>
    session.post<{ submissionId: string }>(`/tasks/${task.taskId}/submit`, { version: 1, data }),
  );
  acknowledged.submissions.add(answer.submissionId);
}

class NotYet extends Error {}

/** Ask until there is an answer. A refusal below 500 other than "not logged in" is a real answer, and a failure. */
async function again<T>(
  installation: Killable,
  account: string,
  ask: (session: Session) => Promise<T>,
): Promise<T> {
  for (const end = Date.now() + PATIENCE_MS; ;) {
    try {
      return await ask(await sessionOf(installation, account));
    } catch (error) {
      const passing =
        !(error instanceof Refused) || error.status >= 500 || error.status === 401 || error.status === 429;
      if (!passing || Date.now() > end) throw error;
      if (error instanceof Refused && error.status === 401) forget(installation);
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}

const doors = new WeakMap<Killable, { url: string; api: ReturnType<typeof openApi> }>();

function sessionOf(installation: Killable, account: string): Promise<Session> {
  const { url, password } = installation.where();
  const known = doors.get(installation);
  const door = known?.url === url ? known : { url, api: openApi(url, password) };
  doors.set(installation, door);
  return door.api.as(account).catch((error: unknown) => {
    forget(installation);
    throw error;
  });
}

const forget = (installation: Killable): void => void doors.delete(installation);
