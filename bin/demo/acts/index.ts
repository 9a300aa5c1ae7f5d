import type { Act } from './act.ts';
import { checkActs } from './check.ts';
import { dispatchActs } from './dispatch.ts';
import { finishActs } from './finish.ts';
import { majorActs } from './major.ts';
import { rectifyActs } from './rectify.ts';
import { serveActs } from './serve.ts';

export type { Act, Form } from './act.ts';

const ACTS: Record<string, Act> = {
  ...dispatchActs,
  ...checkActs,
  ...serveActs,
  ...rectifyActs,
  ...majorActs,
  ...finishActs,
};

/** How a user task is done in the ordinary course. Two diagrams may use one id: then the process tells them apart. */
export function actOf(process: string, elementId: string): Act {
  const act = ACTS[`${process}/${elementId}`] ?? ACTS[elementId];
  if (act === undefined) throw new RangeError(`no act for ${process}/${elementId}`);
  return act;
}
