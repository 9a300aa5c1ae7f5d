import type { Form } from './acts/index.ts';
import type { Refused } from './client.ts';
import type { Hand } from './hand.ts';
import type { Player } from './player.ts';
import { changed, type Otherwise, type Script } from './script.ts';
import type { Beginning } from './play.ts';

/** Where and by which rule the product did not let it happen. */
export interface Refusal {
  step: string;
  rule: string;
}

/** The same case with one thing left out or done wrongly. */
export interface Spoil {
  /** The predicate that must not become green (domain README §5). */
  id: string;
  /** What goes wrong, in Chinese. */
  what: string;
  ends: 'red' | 'refused';
  story?: string;
  begins?: Beginning;
  /** Play to the point and on; the refusal, or null when the case ran on to its verdict. */
  play(player: Player, script: Script): Promise<Refusal | null>;
}

/** A refusal as the log tells it. */
export const told = (step: string, refused: Refused): Refusal => ({
  step,
  rule: refused.rule ?? refused.why,
});

/** Come to a step, do it wrongly, be refused. */
export const refusedAt =
  (step: string, wrong: Otherwise, before: Script = {}) =>
  async (player: Player, script: Script): Promise<Refusal> => {
    const task = await player.reach(step, { ...script, ...before });
    return told(task.elementName, await player.refusal(task, wrong));
  };

/** Do one step wrongly, let the case run to its verdict. */
export const redAfter =
  (wrong: Script, leave: string[] = []) =>
  async (player: Player, script: Script): Promise<null> => {
    await player.until('supplement', { ...script, ...wrong }, leave);
    return null;
  };

/** An instant some hours earlier. */
export const hoursBefore = (iso: string, hours: number): string =>
  new Date(Date.parse(iso) - hours * 3600_000).toISOString();

/** The script, with one more change to a form. */
export function also(script: Script, elementId: string, change: (form: Form, hand: Hand) => Form): Script {
  const before = script[elementId];
  const form = Array.isArray(before) ? undefined : before?.form;
  return { [elementId]: { form: async (hand, usual) => change(await changed(usual, hand, form), hand) } };
}

/** A failed recheck, in a form. */
export const failed = (newRectifyBy: string, nextStep: string): Form => ({
  fit: 'no',
  failReason: '现场仍有一处没有整改到位。',
  nextStep,
  newRectifyBy,
});

/** What the officers write who found nothing of what was reported. */
export const unfounded = (usual: Form): Form => ({
  ...usual,
  truth: 'no',
  handling: 'unfounded',
  facts: '两人到场查看并询问现场人员,未发现举报反映的情况。',
  articles: undefined,
  rectifyBy: undefined,
  demand: undefined,
});
