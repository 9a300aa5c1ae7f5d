/** A reading that takes longer than this does not hold up the next one. */
const PATIENCE_MS = 5_000;

/**
 * A reading that is asked for again and again, done one after the other: what is asked for meanwhile is done once more
 * at the end. Hints that come faster than the server answers would else each stop the reading before, and nothing would
 * ever be shown.
 */
export function oneAtATime(read: () => Promise<unknown>): () => void {
  let under: symbol | undefined;
  let again = false;
  const start = (): void => {
    const mine = (under = Symbol());
    again = false;
    const over = (): void => {
      if (under !== mine) return;
      clearTimeout(timer);
      under = undefined;
      if (again) start();
    };
    const timer = setTimeout(over, PATIENCE_MS);
    read().then(over, over);
  };
  return () => (under === undefined ? start() : void (again = true));
}
