import { PLAYS } from '../plays.ts';
import type { Act } from './act.ts';
import { rectifyActs } from './rectify.ts';
import { serveActs } from './serve.ts';
import { tailActs } from './tail.ts';

export type { Act, Form } from './act.ts';

/** Steps of called processes and of the standard tail: the same in every play. */
const SHARED: Record<string, Act> = { ...serveActs, ...rectifyActs, ...tailActs };

/** How a user task is done in the ordinary course. Two diagrams may use one id: then the process tells them apart. */
export function actOf(process: string, elementId: string): Act {
  const own = PLAYS.find((play) => play.process === process)?.acts ?? SHARED;
  const act = own[`${process}/${elementId}`] ?? own[elementId] ?? SHARED[elementId];
  if (act === undefined) throw new RangeError(`no act for ${process}/${elementId}`);
  return act;
}
