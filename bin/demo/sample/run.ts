import type { SampleCase, SampleFailure, SampleProgress } from '../../../web/sample/progress.ts';
import { NO_SAMPLE } from '../../../web/sample/progress.ts';
import { openApi, Refused, Stopped, type Api } from '../client.ts';
import { ticketNumber } from '../ticket-number.ts';
import { STAFF } from '../people.ts';
import { morningAfter, Player } from '../player.ts';
import type { Sample } from './plan.ts';
import { SharedMove, Waits } from './shared-move.ts';
import { Slots } from './slots.ts';

/** More at once do not make it quicker: the product is what is busy. */
const AT_ONCE = 4;
const HOUR_MS = 3600_000;
const SOON_MS = 10 * 60_000;

/** Where sample cases are played, and who is told how it goes. */
export interface SampleRun {
  url: string;
  password: string;
  signal: AbortSignal;
  onProgress(progress: SampleProgress): void;
}

/**
 * Play sample cases side by side, a few at a time, through the API of the installation. A case that cannot be brought to
 * where it should be is told with the reason, and the others go on. Ends early when `signal` is aborted. Out: the last
 * progress. Never rejects for what happens to a case.
 */
export async function playSamples(samples: readonly Sample[], run: SampleRun): Promise<SampleProgress> {
  const tally = new Tally(samples.length, run.onProgress);
  const api = openApi(run.url, run.password, run.signal);
  const early = samples.filter(({ when }) => when !== 'after');
  const move = new SharedMove(early.length, async (to) => tally.moved(await moveClock(api, to)));
  const slots = new Slots(AT_ONCE);
  await Promise.all(samples.map((sample) => playOne(sample, { api, move, slots, tally })));
  return tally.end(run.signal.aborted);
}

interface Stand {
  api: Api;
  move: SharedMove;
  slots: Slots;
  tally: Tally;
}

async function playOne(sample: Sample, { api, move, slots, tally }: Stand): Promise<void> {
  const early = sample.when !== 'after';
  let player: Player | undefined;
  let counted = false;
  if (!early) await move.done().catch(() => {});
  await slots.take();
  const reachDay = async (day: Date): Promise<void> => {
    if (!early || counted) throw new Waits();
    counted = true;
    // Who waits for the others must not keep them from their turn.
    slots.give();
    await move.reach(whenReached(day)).finally(() => slots.take());
  };
  try {
    player = await begin(sample, api);
    player.reachDay = reachDay;
    player.onStep = ({ name, elementName }) =>
      tally.step(`${sample.shows.split('：')[0]!} ${player!.caseNo}：${name}办理“${elementName}”`);
    await bringTo(sample, player);
    tally.done(sample, player);
  } catch (error) {
    if (!(error instanceof Stopped)) tally.failed(sample, player, error);
  } finally {
    slots.give();
    if (early && !counted) move.over();
  }
}

async function begin({ play, story, begins = {} }: Sample, api: Api): Promise<Player> {
  const { world, ...opened } = await play.begin(story, {
    api,
    no: ticketNumber(),
    begins,
    hotlineToken: undefined,
  });
  return new Player(api, opened, world);
}

/** Play to where the case is to be left. Throws when it comes to rest somewhere else. */
async function bringTo({ play, story, script, leave, ends }: Sample, player: Player): Promise<void> {
  const whole = { ...play.script(story), ...script };
  try {
    const until = ends === 'sealed' || ends === 'waits' ? 'supplement' : ends.at;
    const task = await player.until(until, whole, leave ?? []);
    if (ends === 'sealed' ? task === undefined : ends !== 'waits' && task !== undefined) return;
  } catch (error) {
    if (!(error instanceof Waits)) throw error;
    if (ends === 'waits') return;
    throw new Error('案件要等的日子比时钟拨到的还远');
  }
  const last = player.steps.at(-1)?.elementName ?? '登记';
  throw new Error(`办理“${last}”之后没有到预定的环节`);
}

/** What ends with a day is gone on with in the morning, an appointment a few minutes after its hour. */
const whenReached = (day: Date): Date =>
  shanghaiDayStart(day) ? morningAfter(day) : new Date(day.getTime() + SOON_MS);
const shanghaiDayStart = (at: Date): boolean => (at.getTime() + 8 * HOUR_MS) % (24 * HOUR_MS) === 0;

/** Move the clock there; tells by how many hours. */
async function moveClock(api: Api, to: Date): Promise<number> {
  const operator = await api.as(STAFF.operator);
  const { now } = await operator.me();
  if (to.getTime() <= Date.parse(now)) return 0;
  await operator.post('/operator/clock', { to: to.toISOString() });
  return Math.round((to.getTime() - Date.parse(now)) / HOUR_MS);
}

/** Keeps count and tells each change. */
class Tally {
  #seen: SampleProgress;
  readonly #begun = performance.now();
  readonly #tell: (progress: SampleProgress) => void;

  constructor(total: number, tell: (progress: SampleProgress) => void) {
    this.#tell = tell;
    this.#seen = { ...NO_SAMPLE, state: 'running', total };
    this.#change({});
  }

  #change(change: Partial<SampleProgress>): void {
    const seconds = Math.round((performance.now() - this.#begun) / 1_000);
    this.#seen = { ...this.#seen, seconds, ...change };
    this.#tell(this.#seen);
  }

  step(step: string): void {
    this.#change({ step });
  }

  moved(movedHours: number): void {
    this.#change({ movedHours, step: `演示时钟向前拨了${Math.round(movedHours / 24)}天` });
  }

  done({ ends, shows, first = false }: Sample, { caseId, caseNo }: Player): void {
    const shown: SampleCase = { caseId, caseNo, shows };
    this.#change({
      over: this.#seen.over + 1,
      ...(ends === 'sealed'
        ? { sealed: first ? shown : (this.#seen.sealed ?? shown) }
        : { open: first ? shown : (this.#seen.open ?? shown) }),
    });
  }

  failed({ shows }: Sample, player: Player | undefined, error: unknown): void {
    const failure: SampleFailure = { shows, caseNo: player?.caseNo ?? null, reason: reasonOf(error) };
    this.#change({ over: this.#seen.over + 1, failed: [...this.#seen.failed, failure] });
  }

  end(stopped: boolean): SampleProgress {
    this.#change({ state: stopped ? 'cancelled' : 'done', step: '' });
    return this.#seen;
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof Refused ? error.why : error instanceof Error ? error.message : String(error);
