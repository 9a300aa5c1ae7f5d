/** Time as a damper needs it, so that a test can hold it still. */
export interface Ticker {
  /** Milliseconds since some fixed moment. */
  now(): number;
  /** Call `act` in so many milliseconds; the answer takes that back. */
  after(ms: number, act: () => void): () => void;
}

export const TICKER: Ticker = {
  now: () => performance.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};

/** Two hints of a kind are never closer than this: many that come at once are one. */
export const GAP_MS = 5;
/** Where hints keep coming, one goes out no more often than this. */
export const REST_MAX_MS = 320;

/**
 * Hints of one kind on their way to one browser. The first goes at once. What follows is damped: it waits for a rest,
 * which doubles from GAP_MS to REST_MAX_MS for as long as hints keep coming, and all that came meanwhile goes as one.
 * News (something new to do) does not wait for the rest: somebody who works quickly causes hints all the time, and would
 * else see his own next task later the quicker he is. It waits GAP_MS at most.
 *
 * In: `tell(news)`. Out: `send(news)`, true if there was news since the last one. Every hint is followed by a `send`.
 */
export class Damped {
  readonly #send: (news: boolean) => void;
  readonly #ticker: Ticker;
  #waiting = false;
  #news = false;
  #sentAt = -Infinity;
  #restMs = GAP_MS;
  #planned: { at: number; cancel: () => void } | undefined;

  constructor(send: (news: boolean) => void, ticker: Ticker = TICKER) {
    this.#send = send;
    this.#ticker = ticker;
  }

  tell(news = false): void {
    this.#waiting = true;
    this.#news ||= news;
    const due = this.#sentAt + (this.#news ? GAP_MS : this.#restMs);
    const wait = due - this.#ticker.now();
    if (wait <= 0 && this.#planned === undefined) return this.#go(GAP_MS);
    if (this.#planned !== undefined && this.#planned.at <= due) return;
    this.#planned?.cancel();
    if (wait <= 0) return this.#again();
    this.#planned = { at: due, cancel: this.#ticker.after(wait, () => this.#again()) };
  }

  /** Nothing is sent any more. */
  stop(): void {
    this.#planned?.cancel();
    this.#planned = undefined;
    this.#waiting = false;
  }

  /** There was another hint within the rest: the next rest is longer. */
  #again(): void {
    this.#planned = undefined;
    this.#go(Math.min(REST_MAX_MS, this.#restMs * 2));
  }

  #go(restMs: number): void {
    if (!this.#waiting) return;
    const news = this.#news;
    this.#waiting = this.#news = false;
    this.#restMs = restMs;
    this.#sentAt = this.#ticker.now();
    this.#send(news);
  }
}
