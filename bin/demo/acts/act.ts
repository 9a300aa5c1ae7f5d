import type { Hand, World } from '../hand.ts';
import type { TaskRow } from '../seen.ts';

/** The fields of a form, as they are submitted. */
export type Form = Record<string, unknown>;

/** How a user task is done in the ordinary course: who, with which answers, and what to call it. */
export interface Act {
  /** Default: somebody of the task's groups, of the case's team where it is a team's. */
  by?(world: World, task: TaskRow): string;
  fill(hand: Hand): Form | Promise<Form>;
  /** One Chinese clause for the log. */
  tell(form: Form, world: World): string;
  /** What everybody knows afterwards, e.g. who handles the case. */
  after?(form: Form, world: World): void;
}

/** Rows the product laid out in a list with fixed rows, each answered alike; one row where it laid out none. */
export function everyRow(hand: Hand, field: string, answer: Form): Form[] {
  const rows = hand.task.data[field];
  return Array.isArray(rows) ? rows.map(() => ({ ...answer })) : [{ ...answer }];
}

/** A text of the form for the log, cut to a length that fits a line. */
export const said = (value: unknown, most = 40): string => {
  const letters = [...String(value ?? '')];
  return letters.length > most ? `${letters.slice(0, most).join('')}…` : letters.join('');
};
