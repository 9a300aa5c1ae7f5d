import type { CaseSeen, TaskRow } from './seen.ts';

/** What there is to do next; `idle`: nothing lies open, the product is at work or waits; undefined: it is at work. */
export function nextOf(
  seen: CaseSeen,
  until: string | null,
  leave: readonly string[],
): TaskRow | 'sealed' | 'idle' | undefined {
  if (seen.status === 'sealed') return 'sealed';
  const live = seen.tasks.filter((task) => !leave.includes(task.elementId));
  const open = live.filter((task) => task.state === 'open');
  const wanted = open.find((task) => task.elementId === until) ?? open[0];
  if (wanted) return wanted;
  return seen.status === 'open' && live.every((task) => task.state !== 'closing') ? 'idle' : undefined;
}

/** How a case stands, for who gives up on it. */
export const waitingText = (seen: CaseSeen): string =>
  `${seen.caseNo} ${seen.status} ${seen.tasks.map((t) => `${t.elementId}:${t.state}`).join(' ')}`;
