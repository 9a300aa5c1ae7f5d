import type { SampleAnswer } from '../../../web/sample/progress.ts';
import { openApi, Refused, type Session } from '../client.ts';
import type { Stage } from '../installation.ts';
import { STAFF } from '../people.ts';

const LOOK_MS = 500;

/**
 * `bihuan demo --sample`: let the installation play its sample cases, and tell how it goes. It plays them itself, as after
 * the button on the page, so that there is one run at a time whoever asked for it. Out: the last progress. Throws when one
 * is under way, or the installation is no demo.
 */
export async function showSample(stage: Stage, say: (line: string) => void): Promise<SampleAnswer> {
  const session = await openApi(stage.url, stage.password).as(STAFF.duty);
  await begin(session, stage.url);
  let told = '';
  for (;;) {
    const seen = await session.get<SampleAnswer>('/demo/sample');
    const line = `${seen.over}/${seen.total}  ${seen.step}`;
    if (line !== told && seen.state === 'running') say(line);
    told = line;
    if (seen.state !== 'running') {
      for (const one of summary(seen)) say(one);
      return seen;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

async function begin(session: Session, url: string): Promise<void> {
  try {
    await session.post('/demo/sample', {});
  } catch (error) {
    if (error instanceof Refused && error.status === 404)
      throw new Error(`${url} 不是演示系统，不能生成示范案件`, { cause: error });
    throw error instanceof Refused ? new Error(error.title, { cause: error }) : error;
  }
}

const summary = ({
  state,
  total,
  over,
  failed,
  seconds,
  movedHours,
  open,
  sealed,
}: SampleAnswer): string[] => [
  `${state === 'cancelled' ? '已停止' : '已生成'}：${over - failed.length}/${total}件，用时${seconds}秒，演示时钟向前拨了${movedHours}小时`,
  ...failed.map(
    ({ shows, caseNo, reason }) => `没有成功：${shows}${caseNo === null ? '' : `（${caseNo}）`}——${reason}`,
  ),
  ...[open, sealed].flatMap((one) => (one === null ? [] : [`可以看：${one.caseNo}  ${one.shows}`])),
];
