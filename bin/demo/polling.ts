/** Ask soon, then less often: who waits must not be what the product is busy with. */
const POLL_MS = [15, 20, 30, 45, 70, 100, 150];
const PATIENCE_MS = 15_000;

/** Look until there is something. Throws with `missing` when there is not within the patience. */
export async function polled<T>(look: () => Promise<T | undefined>, missing: () => string): Promise<T> {
  const end = performance.now() + PATIENCE_MS;
  for (let tries = 0; ; tries++) {
    const answer = await look();
    if (answer !== undefined) return answer;
    if (performance.now() > end) throw new Error(missing());
    await pause(tries);
  }
}

const pause = (tries: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, POLL_MS[Math.min(tries, POLL_MS.length - 1)]));

/** The longest of them: the product is given time to work. */
export const longPause = (): Promise<void> => pause(POLL_MS.length);
