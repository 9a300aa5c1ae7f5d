import type { Form } from './acts/index.ts';
import type { Hand } from './hand.ts';

/** What was done, for logs. */
export interface Step {
  at: string;
  account: string;
  name: string;
  post: string;
  process: string;
  elementId: string;
  elementName: string;
  text: string;
}

/** How somebody does a task otherwise than in the ordinary course. `undefined` members are left out of the form. */
export interface Otherwise {
  as?: string;
  form?: Form | ((hand: Hand, usual: Form) => Form | Promise<Form>);
}

/** The ways tasks are done otherwise, by element id or `process/element`; a list is used up visit by visit. */
export type Script = Record<string, Otherwise | Otherwise[]>;

/** A form as usual, with what is to be otherwise. */
export async function changed(usual: Form, hand: Hand, change: Otherwise['form']): Promise<Form> {
  return typeof change === 'function' ? change(hand, usual) : { ...usual, ...change };
}

/** The form somebody hands in: as usual, changed, without what was left out. */
export async function filled(
  fill: (hand: Hand) => Form | Promise<Form>,
  hand: Hand,
  change: Otherwise['form'],
): Promise<Form> {
  const form = await changed(await fill(hand), hand, change);
  return Object.fromEntries(Object.entries(form).filter(([, value]) => value !== undefined));
}
