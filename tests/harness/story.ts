import { randomUUID } from 'node:crypto';
import { Refused, type Session } from '../../bin/demo/client.ts';
import type { Hand, World } from '../../bin/demo/hand.ts';
import {
  openByHand,
  openByHotline,
  reportOf,
  type Report,
  type Ticket,
} from '../../bin/demo/hazard-dispatch/opening.ts';
import { STAFF } from '../../bin/demo/people.ts';
import { Player } from '../../bin/demo/player.ts';
import { addWorkdays, rollForward, shippedCalendar } from '../../core/calendar.ts';
import { dayNumber, dayText } from '../../core/days.ts';
import { shanghaiDayOf } from '../../core/time.ts';
import type { ProductUnderTest } from './product.ts';

/** The firm of most stories: it has two accounts, and lies in 定海路街道. */
export const FIRM = { uscc: '91310110DEM010378U', name: '上海沪舟精密铸件(虚构)有限公司' };
export const REPORTER = { reporter: '虞举某', reporterPhone: '13912345670' };

const WORLD: World = {
  place: { lat: 31.2734, lng: 121.5632, address: '上海市杨浦区定海路街道黎平路88号2号厂房' },
  handler: 'dinghai',
  firm: FIRM.uscc,
  found: '打磨车间除尘管道弯头积尘约3毫米,除尘器压差表失灵,近十天没有清灰登记。',
  demand: '停用打磨工位,清除积尘,修复除尘器并建立班后清灰登记。',
  done: '已清除管道积尘,更换除尘器压差表,建立班后清灰登记制度并张贴上墙。',
  answer: '您反映的情况属实,单位已整改完成并经复查合格,感谢您的监督。',
  article: '安全生产法 art.36',
};

/** One predicate as the API gives it. */
export interface PredicateSeen {
  id: string;
  name: string;
  value: 'green' | 'red' | 'pending' | 'explained' | 'n/a';
  message: string;
}

/** A case in a test: the player of the demonstration, and questions a test asks of the case. */
export class Story extends Player {
  private readonly product: ProductUnderTest;
  constructor(product: ProductUnderTest, opened: { caseId: string; caseNo: string }, world: World) {
    super(product.api, opened, world);
    this.product = product;
  }

  /** Every predicate by id, as the verdict page gives it now. */
  async verdict(): Promise<{ result: string; stored: boolean; of: Record<string, PredicateSeen> }> {
    const auditor = await this.api.as(STAFF.auditor);
    const { result, stored, predicates } = await auditor.get<{
      result: string;
      stored: boolean;
      predicates: PredicateSeen[];
    }>(`/cases/${this.caseId}/verdict`);
    return { result, stored, of: Object.fromEntries(predicates.map((one) => [one.id, one])) };
  }

  /** Run to the end as usual (or as `script` says); the case must be sealed. */
  async seal(script?: Parameters<Player['until']>[1]): Promise<void> {
    const stopped = await this.until('supplement', script);
    if (stopped !== undefined)
      throw new Error(`红线:${JSON.stringify((await this.redLines()).map((p) => [p.id, p.message]))}`);
  }

  async redLines(): Promise<PredicateSeen[]> {
    return Object.values((await this.verdict()).of).filter(({ value }) => value === 'red');
  }

  /** Who did the latest task of an element. */
  doneBy(elementId: string): string {
    return this.steps.findLast((step) => step.elementId === elementId)!.account;
  }

  /** What the installation knows of the case's tasks of an element, in the order they opened. */
  async tasksOf(elementId: string) {
    return (await this.seen()).tasks.filter((task) => task.elementId === elementId);
  }

  /** Wait until the engine has taken a task away; it tells that a moment after the next task has come. */
  cancelled(taskId: string): Promise<true> {
    return this.waitFor(`取消 ${taskId}`, ({ tasks }) =>
      tasks.some((task) => task.taskId === taskId && task.state === 'cancelled') ? true : undefined,
    );
  }

  async timeline(): Promise<{ act: string; sentence: string; actorName: string }[]> {
    const auditor = await this.api.as(STAFF.auditor);
    return (await auditor.get<{ items: { act: string; sentence: string; actorName: string }[] }>(`/cases/${this.caseId}/timeline`)).items; // prettier-ignore
  }

  /** Submissions of a form in this case, oldest first. */
  submissions(formId: string): Promise<{ data: Record<string, unknown>; by: string }[]> {
    return this.product.rows(
      'select data, by from submission where case_id = $1 and form_id = $2 order by at',
      [this.caseId, formId],
    );
  }
}

/** What tests begin with. */
export interface Given {
  /** A report typed in by the duty officer. */
  report(change?: Partial<Report>, world?: Partial<World>): Promise<Story>;
  /** A ticket pushed by the 12345 platform. */
  ticket(change?: Partial<Ticket>, world?: Partial<World>): Promise<Story>;
  session(account: string): Promise<Session>;
  /** The product's present instant. */
  now(): Promise<Date>;
  /** Move the product's clock; never back. */
  clockAt(to: Date | string): Promise<void>;
  /** It is nine in the morning of a working day: what runs by working days then ends on a day that can be told. */
  workingMorning(): Promise<void>;
  /** The day `n` working days from now, `YYYY-MM-DD`. */
  workday(n: number): Promise<string>;
}

/** The beginnings of stories in the product under test. */
export function stories(product: ProductUnderTest): Given {
  const session = (account: string) => product.api.as(account);
  const worldOf = (world: Partial<World>): World => {
    // The product takes the same firm, category and address for the same matter: every story has its own house.
    const place = { ...WORLD.place, address: `${WORLD.place.address}(${randomUUID().slice(0, 8)})` };
    return { ...WORLD, place, ...world };
  };
  const now = async () => new Date((await (await session(STAFF.auditor)).me()).now);
  const clockAt = async (to: Date | string) => {
    if (new Date(to).getTime() <= (await now()).getTime()) return;
    await (await session(STAFF.operator)).post('/operator/clock', { to: new Date(to).toISOString() });
  };
  return {
    session,
    now,
    clockAt,
    async report(change = {}, world = {}) {
      const all = worldOf(world);
      return new Story(product, await openByHand(product.api, typedReport({ ...change }, all)), all);
    },
    async ticket(change = {}, world = {}) {
      const all = worldOf(world);
      const opened = await openByHotline(product.api, product.hotlineToken, { ...ticket(all), ...change });
      return new Story(product, opened, all);
    },
    async workingMorning() {
      const today = dayNumber(shanghaiDayOf(new Date((await now()).getTime() + 14 * HOUR_MS)));
      await clockAt(`${dayText(rollForward(shippedCalendar(), today).day)}T09:00:00+08:00`);
    },
    workday: async (n) => addWorkdays(shippedCalendar(), shanghaiDayOf(await now()), n),
  };
}

const HOUR_MS = 3600_000;

const ticket = (world: World): Ticket => ({
  ticketNo: `T${randomUUID().slice(0, 8)}`,
  kind: '求助投诉',
  anonymous: false,
  ...REPORTER,
  address: world.place.address,
  lat: world.place.lat,
  lng: world.place.lng,
  ...(world.firm === null ? {} : { firmName: FIRM.name, firmUscc: FIRM.uscc }),
  category: '工业企业作业安全',
  description: '铸件厂打磨车间粉尘很大,除尘器经常不开,一周以上没有清灰,担心发生爆炸。',
});

/** The report as typed in: by letter unless the test says otherwise. */
function typedReport(change: Partial<Report>, world: World): Report {
  const usual = {
    ...reportOf(ticket(world), world),
    source: '来信',
    ticketNo: undefined,
    ticketKind: undefined,
  };
  const report = { ...usual, ...change };
  if (report.anonymous === 'yes') Object.assign(report, { reporter: undefined, reporterPhone: undefined });
  return report as Report;
}

export { Refused, STAFF };
export type { Hand, Session };
