import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Damped, GAP_MS, REST_MAX_MS, type Ticker } from './damped.ts';

/** Time that passes only when it is told to. */
class FakeTicker implements Ticker {
  #now = 0;
  #plans: { at: number; act: () => void }[] = [];
  now = () => this.#now;
  after(ms: number, act: () => void) {
    const plan = { at: this.#now + ms, act };
    this.#plans.push(plan);
    return () => void (this.#plans = this.#plans.filter((one) => one !== plan));
  }
  until(at: number) {
    for (;;) {
      const next = this.#plans.filter((plan) => plan.at <= at).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#plans = this.#plans.filter((plan) => plan !== next);
      this.#now = next.at;
      next.act();
    }
    this.#now = at;
  }
}

interface Hint {
  at: number;
  news: boolean;
}

/** What goes out for these hints, each `gap` ms after the one before. */
function sent(hints: { gap: number; news: boolean }[]): { hints: Hint[]; out: Hint[] } {
  const ticker = new FakeTicker();
  const out: Hint[] = [];
  const told: Hint[] = [];
  const damped = new Damped((news) => out.push({ at: ticker.now(), news }), ticker);
  for (const { gap, news } of hints) {
    ticker.until(ticker.now() + gap);
    told.push({ at: ticker.now(), news });
    damped.tell(news);
  }
  ticker.until(ticker.now() + 10 * REST_MAX_MS);
  return { hints: told, out };
}

const gaps = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 700 }));
const orders = fc.array(fc.record({ gap: gaps, news: fc.boolean() }), { minLength: 1, maxLength: 120 });

/** The most that went out in any second. */
const busiest = (out: Hint[]): number =>
  Math.max(0, ...out.map(({ at }) => out.filter((one) => one.at >= at && one.at < at + 1_000).length));

describe('live hints of one kind', () => {
  test('whatever came before, news goes out within a few milliseconds', () => {
    fc.assert(
      fc.property(orders, (order) => {
        const { hints, out } = sent(order);
        for (const { at } of hints.filter(({ news }) => news))
          expect(out.some((one) => one.news && one.at >= at && one.at <= at + GAP_MS)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test('no hint is lost: each is followed by one that goes out, after the longest rest at the latest', () => {
    fc.assert(
      fc.property(orders, (order) => {
        const { hints, out } = sent(order);
        for (const { at } of hints)
          expect(out.some((one) => one.at >= at && one.at <= at + REST_MAX_MS)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test('nothing is called news that is not', () => {
    fc.assert(
      fc.property(orders, (order) => {
        const { hints, out } = sent(order);
        let before = -1;
        for (const { at, news } of out) {
          if (news) expect(hints.some((one) => one.news && one.at > before - 1 && one.at <= at)).toBe(true);
          before = at;
        }
        expect(out.filter(({ news }) => news).length).toBeLessThanOrEqual(
          hints.filter(({ news }) => news).length,
        );
      }),
    );
  });

  test('two are never closer than the gap, so that a second has at most 200, of repetition at most 10', () => {
    fc.assert(
      fc.property(orders, (order) => {
        const { out } = sent(order);
        out.slice(1).forEach(({ at }, index) => expect(at - out[index]!.at).toBeGreaterThanOrEqual(GAP_MS));
        expect(busiest(out)).toBeLessThanOrEqual(1_000 / GAP_MS);
      }),
    );
    // A hint each millisecond for three seconds.
    const flood = Array.from({ length: 3_000 }, () => ({ gap: 1, news: false }));
    expect(busiest(sent(flood).out)).toBeLessThanOrEqual(10);
  });

  test('somebody who is quicker than the rest sees the next task at once, each time', () => {
    // Given a clerk whose every submit makes his own task go and, 20 ms later, the next one come
    const work = Array.from({ length: 200 }, () => [
      { gap: 1, news: false },
      { gap: 20, news: true },
    ]).flat();
    // Then not one of them waits for a rest that the others have lengthened
    const { hints, out } = sent(work);
    const waits = hints
      .filter(({ news }) => news)
      .map(({ at }) => out.find((one) => one.news && one.at >= at)!.at - at);
    expect(Math.max(...waits)).toBeLessThanOrEqual(GAP_MS);
  });

  test('after a stop nothing goes out', () => {
    const ticker = new FakeTicker();
    let out = 0;
    const damped = new Damped(() => (out += 1), ticker);
    damped.tell();
    damped.tell();
    damped.stop();
    ticker.until(5_000);
    expect(out).toBe(1);
  });
});
