/**
 * Named points of a step at which a fault test may kill this process (BIHUAN_FAIL_POINT=name:n dies at the n-th
 * passage). Without the variable a call costs one comparison.
 */
const [armed, count] = (process.env.BIHUAN_FAIL_POINT ?? '').split(':');
let left = Number(count ?? 1);

/** Die here, hard and without clean-up, if this point is armed and its count has run down. */
export function failPoint(name: string): void {
  if (name !== armed) return;
  left -= 1;
  if (left <= 0) process.kill(process.pid, 'SIGKILL');
}
