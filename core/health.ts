/**
 * What this process last saw of the engine, without asking: the dispatcher tells it. Pages use it to say
 * 流程引擎暂不可用,已保存,恢复后自动继续 instead of letting a clerk wonder.
 */
let missedInARow = 0;
let lastSeen = 0;

export const engineHealth = {
  /** A command was answered. */
  seen(): void {
    missedInARow = 0;
    lastSeen = performance.now();
  },
  /** A command got no answer. */
  missed(): void {
    missedInARow += 1;
  },
  /** True once commands fail and none has been answered since. */
  away(): boolean {
    return missedInARow > 0;
  },
  /** Milliseconds since the last answer; Infinity if there was none. */
  sinceSeen(): number {
    return lastSeen === 0 ? Infinity : performance.now() - lastSeen;
  },
};
