import { actOf, type Form } from './acts/index.ts';
import { Refused, type Api } from './client.ts';
import { handOf, type TaskDetail, type World } from './hand.ts';
import { memberOf, STAFF } from './people.ts';
import { filled, type Otherwise, type Script, type Step } from './script.ts';
import { caughtUp, onlyCalls, onlyWaits } from './paths.ts';
import { longPause, polled } from './polling.ts';
import { nextOf, waitingText } from './next.ts';
import type { CaseSeen, ClockSeen, PathSeen, TaskRow } from './seen.ts';

/** How long a case may have nothing to do for anybody before it is taken to be stuck. */
const IDLE_MS = 60_000;
const SETTLED_MS = 150;
/** How many days and steps of called cases one call of `until` goes through: a case that runs month by month has no end of its own. */
const MOST_TURNS = 100;
const TEAM_GROUP = /^(team|head|experts):/;
/** Clocks of days end at midnight; people call in the morning. */
const MORNING_MS = 9 * 3600_000;

/** Nine in the morning after a clock of days has ended. */
export const morningAfter = (dueAt: Date): Date => new Date(dueAt.getTime() + MORNING_MS);

/** Plays the people of one case through the API. */
export class Player {
  readonly api: Api;
  readonly caseId: string;
  readonly caseNo: string;
  readonly world: World;
  readonly steps: Step[] = [];
  onStep: (step: Step) => void = () => {};
  onClock: (now: string) => void = () => {};
  /** How the day is reached that the case waits for: alone, a play moves the clock there itself. */
  reachDay: (dueAt: Date) => Promise<void> = (dueAt) => this.morningOf(dueAt);
  private readonly visits = new Map<string, number>();
  private readonly children = new Map<string, Player>();

  constructor(api: Api, opened: { caseId: string; caseNo: string }, world: World) {
    this.api = api;
    this.caseId = opened.caseId;
    this.caseNo = opened.caseNo;
    this.world = world;
  }

  /** The case as the auditor sees it now. */
  async seen(): Promise<CaseSeen> {
    return (await this.api.as(STAFF.auditor)).get<CaseSeen>(`/cases/${this.caseId}`);
  }

  async clocks(): Promise<ClockSeen[]> {
    const auditor = await this.api.as(STAFF.auditor);
    return (await auditor.get<{ items: ClockSeen[] }>(`/cases/${this.caseId}/clocks`)).items;
  }

  /** Wait until `found` says something of the case. Throws when it does not within the patience. */
  waitFor<T>(what: string, found: (seen: CaseSeen) => T | undefined): Promise<T> {
    let seen: CaseSeen | undefined;
    return polled(
      async () => found((seen = await this.seen())),
      () => `等不到${what}:${waitingText(seen!)}`,
    );
  }

  /** The open task of an element, waited for. */
  task(elementId: string, process?: string): Promise<TaskRow> {
    return this.waitFor(`任务 ${elementId}`, ({ tasks }) =>
      tasks.find(
        (t) => t.state === 'open' && t.elementId === elementId && t.process === (process ?? t.process),
      ),
    );
  }

  /** Do a task as usual but for what `otherwise` says. Throws Refused when the product does not take it. */
  async perform(task: TaskRow | string, otherwise: Otherwise = {}): Promise<Form> {
    const row = typeof task === 'string' ? await this.task(task) : task;
    const act = actOf(row.process, row.elementId);
    const session = await this.api.as(
      otherwise.as ?? act.by?.(this.world, row) ?? (await this.someoneFor(row)),
    );
    const detail = await session.get<TaskDetail>(`/tasks/${row.taskId}`);
    const hand = await handOf(session, this.world, detail);
    const form = await filled(act.fill, hand, otherwise.form);
    await session.post(`/tasks/${row.taskId}/submit`, { version: detail.version, data: form });
    act.after?.(form, this.world);
    const { name, post, now } = await session.me();
    const step: Step = {
      at: now,
      account: session.account,
      name,
      post,
      process: row.process,
      elementId: row.elementId,
      elementName: row.elementName,
      text: act.tell(form, this.world),
    };
    this.steps.push(step);
    this.onStep(step);
    return form;
  }

  /** Somebody of the task's groups. Of a team, one who may still do what must be done by different people. */
  async someoneFor({ groups, elementId }: TaskRow): Promise<string> {
    const role = TEAM_GROUP.exec(groups[0] ?? '')?.[1];
    if (role === undefined) return memberOf(groups);
    const team = (await this.seen()).team.filter(({ state }) => state !== 'recused');
    const busy = new Set(
      this.steps.filter((step) => step.elementId === 'recheck').map(({ account }) => account),
    );
    const fit = team.filter(
      (one) =>
        (role === 'team' ? one.role !== 'expert' : one.role === (role === 'head' ? 'head' : 'expert')) &&
        !(elementId === 'recheck' && one.account === STAFF.striker) &&
        !(elementId === 'look-back' && busy.has(one.account)),
    );
    if (fit[0] === undefined) throw new RangeError(`工作组中没有人可以办理 ${elementId}`);
    return fit[0].account;
  }

  /** Send a message to the case, once its diagram listens: the engine tells of that a moment later. */
  async send(account: string, elementId: string, data: Form): Promise<void> {
    const session = await this.api.as(account);
    await polled(
      async () => {
        const { messages } = await session.get<CaseSeen>(`/cases/${this.caseId}`);
        return messages.find((one) => one.elementId === elementId);
      },
      () => `${account} 不能发送 ${elementId}`,
    );
    await session.post(`/cases/${this.caseId}/messages/${elementId}`, { data });
  }

  /** Try a task and return how it was refused. Throws when it was not. */
  async refusal(task: TaskRow | string, otherwise: Otherwise = {}): Promise<Refused> {
    try {
      await this.perform(task, otherwise);
    } catch (error) {
      if (error instanceof Refused) return error;
      throw error;
    }
    throw new Error(`${typeof task === 'string' ? task : task.elementId} was not refused`);
  }

  /** Move the installation's clock to an instant (operator). */
  async moveClock(to: Date | string): Promise<void> {
    const operator = await this.api.as(STAFF.operator);
    const { now } = await operator.post<{ now: string }>('/operator/clock', {
      to: new Date(to).toISOString(),
    });
    this.onClock(now);
  }

  /**
   * Do what lies open, as usual or as the script says, until a task of element `until` is open (returned), or the
   * case is sealed (undefined). Where the case only waits for a day (回访日, 约谈日, 观察期), moves the clock there; plays
   * the cases it called as well. Tasks named in `leave` are left alone.
   */
  async until(
    until: string | null,
    script: Script = {},
    leave: readonly string[] = [],
  ): Promise<TaskRow | undefined> {
    let turns = 0;
    for (let busyAt = performance.now(); ;) {
      const next = await this.waitFor(until ?? '下一步', (seen) => nextOf(seen, until, leave));
      if (next === 'sealed') return undefined;
      if (next !== 'idle' && next.elementId === until) return next;
      const progress =
        next === 'idle'
          ? await this.whileIdle(script, leave)
          : await this.perform(next, this.otherwise(script, next));
      if (progress) busyAt = performance.now();
      if (next === 'idle' && progress) turns++;
      if (performance.now() - busyAt > IDLE_MS || turns > MOST_TURNS)
        throw new Error(`${until ?? '下一步'} 之前没有人可以做什么:${waitingText(await this.seen())}`);
    }
  }

  /** Like `until`, for a task that must come. Throws when the case is sealed before. */
  async reach(elementId: string, script: Script = {}): Promise<TaskRow> {
    const task = await this.until(elementId, script);
    if (task === undefined) throw new Error(`${this.caseNo} was sealed before ${elementId}`);
    return task;
  }

  /**
   * Nothing lies open but what is left alone: play a called case, go to the day the case waits for, or let the product
   * work. Tells whether anything was done.
   */
  private async whileIdle(script: Script, leave: readonly string[] = []): Promise<boolean> {
    const child = await this.openChild();
    // One step of it, then back: the case that called may have something to do meanwhile, which the other waits for.
    if (child !== undefined) return this.playerOf(child).one(script);
    const auditor = await this.api.as(STAFF.auditor);
    const path = await auditor.get<{ diagrams: PathSeen[] }>(`/cases/${this.caseId}/path`);
    const broken = path.diagrams.flatMap(({ incidents }) => incidents)[0];
    if (broken) throw new Error(`${this.caseNo} 停在 ${broken.elementId}：${broken.message}`);
    const [day] = (await this.clocks())
      .filter(({ rings, state }) => rings && state === 'open')
      .sort((a, b) => a.dueAt.localeCompare(b.dueAt));
    if (day === undefined || !onlyWaits(path.diagrams, leave))
      return this.whileCalling(path.diagrams, script);
    if (!(await this.stands(path.diagrams))) return false;
    await this.reachDay(new Date(day.dueAt));
    await this.waitForClock(day.key, ({ clockId, state }) => clockId === day.clockId && state !== 'open');
    return true;
  }

  /** What the engine has done it tells a moment later: only what still holds after a while is true. */
  private async stands(diagrams: readonly PathSeen[]): Promise<boolean> {
    await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
    const auditor = await this.api.as(STAFF.auditor);
    const later = await auditor.get<{ diagrams: PathSeen[] }>(`/cases/${this.caseId}/path`);
    return (
      JSON.stringify(later.diagrams) === JSON.stringify(diagrams) && caughtUp(await this.seen(), diagrams)
    );
  }

  /** Go to the morning after a day that a case waits for; where it has been passed already, its timer is about to ring. */
  private async morningOf(dueAt: Date): Promise<void> {
    try {
      await this.moveClock(morningAfter(dueAt));
    } catch (error) {
      if (!(error instanceof Refused && error.status === 409)) throw error;
    }
  }

  /** Plays the people of the case this one called, once somebody there has something to do. */
  async child(): Promise<Player> {
    const child = await polled(
      () => this.openChild(),
      () => `${this.caseNo} 没有调用的案件`,
    );
    return this.playerOf(child);
  }

  /** Do the first task that lies open. */
  private async one(script: Script): Promise<boolean> {
    const task = (await this.seen()).tasks.find(({ state }) => state === 'open');
    if (task !== undefined) await this.perform(task, this.otherwise(script, task));
    return task !== undefined;
  }

  /** Let the product work; where all that this case waits for are cases it called, go to the day they wait for. */
  private async whileCalling(diagrams: readonly PathSeen[], script: Script): Promise<boolean> {
    await longPause();
    if (!onlyCalls(diagrams) || !(await this.stands(diagrams)) || (await this.openChild()) !== undefined)
      return false;
    let progress = false;
    for (const child of (await this.seen()).links.filter(({ kind }) => kind === 'child')) {
      const player = this.playerOf(child);
      const { status, tasks } = await player.seen();
      if (status === 'open' && !tasks.some(({ state }) => state === 'closing'))
        progress = (await player.whileIdle(script)) || progress;
    }
    return progress;
  }

  private playerOf(child: { caseId: string; caseNo: string }): Player {
    const known = this.children.get(child.caseId);
    if (known !== undefined) return known;
    const player = new Player(this.api, child, this.world);
    this.children.set(child.caseId, player);
    player.onStep = (step) => this.onStep(step);
    player.onClock = (at) => this.onClock(at);
    player.reachDay = (dueAt) => this.reachDay(dueAt);
    return player;
  }

  private async openChild(): Promise<{ caseId: string; caseNo: string } | undefined> {
    const auditor = await this.api.as(STAFF.auditor);
    for (const link of (await this.seen()).links.filter(({ kind }) => kind === 'child')) {
      const child = await auditor.get<CaseSeen>(`/cases/${link.caseId}`);
      const owed = child.tasks.some(({ state }) => state === 'open');
      if (child.parentCaseId === this.caseId && child.status !== 'sealed' && owed) return link;
    }
    return undefined;
  }

  /** The latest time limit of a key for which `found` holds, waited for. */
  waitForClock(key: string, found: (clock: ClockSeen) => boolean): Promise<ClockSeen> {
    return polled(
      async () => (await this.clocks()).findLast((one) => one.key === key && found(one)),
      () => `等不到时限 ${key}`,
    );
  }

  private otherwise(script: Script, { process, elementId }: TaskRow): Otherwise {
    const key = `${process}/${elementId}` in script ? `${process}/${elementId}` : elementId;
    const entry = script[key];
    if (!Array.isArray(entry)) return entry ?? {};
    const visit = this.visits.get(key) ?? 0;
    this.visits.set(key, visit + 1);
    return entry[visit] ?? {};
  }
}
