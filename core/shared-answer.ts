/**
 * A question that costs something, asked at most once in `keptMs` however many want the answer; those who come while it
 * is under way get the same one. In: the question and for how long its answer is good enough. Out: how to ask. A failure
 * is told to those who waited and not kept.
 */
export function sharedAnswer<T>(ask: () => Promise<T>, keptMs: number): () => Promise<T> {
  let kept: { until: number; answer: Promise<T> } | undefined;
  return () => {
    if (kept !== undefined && kept.until > performance.now()) return kept.answer;
    const answer = ask();
    const mine = { until: Infinity, answer };
    kept = mine;
    answer.then(
      () => (mine.until = performance.now() + keptMs),
      () => (kept = kept === mine ? undefined : kept),
    );
    return answer;
  };
}
