import type { Operation } from './contract.ts';
import type { Attempt } from './requests.ts';
import type { Answer } from './send.ts';

const CHINESE = /[\u4e00-\u9fff]{4}/;

/** What is wrong with an answer, in a word; undefined if nothing is. */
export function faultOf(attempt: Attempt, answer: Answer, operation: Operation): string | undefined {
  const { status, type, body } = answer;
  if (status >= 500) return `answered ${status}`;
  const asDocumented = attempt.method === operation.method;
  // A path made of odd segments may be another operation, or none.
  const expected = asDocumented ? [...operation.statuses, '417'] : undefined;
  if (expected && !expected.includes(String(status)) && status !== 204)
    return `answered ${status}, undocumented`;
  if (status < 400 || attempt.method === 'HEAD') return undefined;
  return problemFault(status, type, body);
}

/** A refusal must be problem+json whose title tells a Chinese reader something. */
export function problemFault(status: number, type: string, body: string): string | undefined {
  if (!type.startsWith('application/problem+json')) return `${status} as ${type || 'nothing'}`;
  const told = parsed(body);
  if (told?.status !== status) return `${status} with another status in its body`;
  return CHINESE.test(String(told.title)) ? undefined : `${status} without a Chinese sentence`;
}

function parsed(body: string): { status?: number; title?: string } | undefined {
  try {
    return JSON.parse(body) as { status?: number; title?: string };
  } catch {
    return undefined;
  }
}

/** Counts by operation and status, as a table to print. */
export class Tally {
  private readonly counts = new Map<string, Map<number, number>>();
  total = 0;

  add(operation: string, status: number): void {
    const of = this.counts.get(operation) ?? new Map<number, number>();
    of.set(status, (of.get(status) ?? 0) + 1);
    this.counts.set(operation, of);
    this.total += 1;
  }

  /** How many of the answers had this status class. */
  of(hundred: number): number {
    const all = [...this.counts.values()].flatMap((of) => [...of]);
    return all.filter(([status]) => Math.floor(status / 100) === hundred).reduce((sum, [, n]) => sum + n, 0);
  }

  print(): string {
    const lines = [...this.counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([operation, of]) => {
        const told = [...of].sort(([a], [b]) => a - b).map(([status, n]) => `${status}×${n}`);
        return `${operation.padEnd(52)} ${told.join(' ')}`;
      });
    return [...lines, `${this.total} requests`].join('\n');
  }
}
