import { EventEmitter } from 'node:events';
import type { OutboxEntry } from './outbox.ts';

/**
 * In-process hints, nothing more: whoever misses one finds the same fact in Postgres a moment later. They make the
 * next task appear in milliseconds where web and workers share a process.
 */
interface Signals {
  /** Rows for the dispatcher, already committed. */
  outbox: [OutboxEntry];
  /** The inbox of these groups changed: something came, or was taken, done or cancelled. */
  inbox: [groups: string[], change: 'came' | 'went'];
  /** Something of this case changed. */
  case: [string];
  /** Somebody came into a group or left it: a team was drawn. */
  groups: [];
  /** The installation's clock moved. */
  clock: [];
}

export const signals = new EventEmitter<Signals>();
signals.setMaxListeners(2_000);
