/** The play has come to the day where it is to wait. */
export class Waits extends Error {}

/**
 * One move of the clock for many plays: each says when it has come to a day that its case waits for, or that it is over.
 * When the last one has, the clock goes once, to the latest of the days.
 */
export class SharedMove {
  #expected: number;
  readonly #move: (to: Date) => Promise<void>;
  #latest: Date | undefined;
  #moved: Promise<void> | undefined;
  readonly #all: Promise<void>;
  #allHere!: () => void;

  /** `expected`: how many plays there are before the clock goes. `move`: moves it. */
  constructor(expected: number, move: (to: Date) => Promise<void>) {
    this.#expected = expected;
    this.#move = move;
    this.#all = new Promise((resolve) => (this.#allHere = resolve));
    if (expected === 0) this.#allHere();
  }

  /** One more does not need the present day any longer. */
  #here(): void {
    this.#expected -= 1;
    if (this.#expected === 0) this.#allHere();
  }

  /** A play is over, well or not, and waits for no day. */
  over(): void {
    this.#here();
  }

  /** A play waits for a day; resolves when it has come. */
  async reach(day: Date): Promise<void> {
    if (this.#latest === undefined || day > this.#latest) this.#latest = day;
    this.#here();
    await this.done();
  }

  /** Resolves when the clock was moved, or nobody waits for that. Rejects when it could not be moved. */
  done(): Promise<void> {
    this.#moved ??= this.#all.then(() => (this.#latest === undefined ? undefined : this.#move(this.#latest)));
    return this.#moved;
  }
}
