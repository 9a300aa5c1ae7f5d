import type { CheckContext } from './types.ts';

/**
 * A number of the legal pack. `end`: which end of the amount row. Throws RangeError when the pack is not at hand or
 * lacks it: a form must never pass because the law could not be read (the publish gate checks `lawKeys` before).
 */
export function lawNumber(ctx: CheckContext, key: string, end: 'min' | 'max'): number {
  const text = ctx.law?.amounts.get(key)?.[end];
  if (text === undefined || text === null || Number.isNaN(Number(text))) {
    throw new RangeError(`legal amount ${key} has no ${end}`);
  }
  return Number(text);
}

/** Days of a legal clock in d. Throws RangeError for other units and unknown keys. */
export function lawDays(ctx: CheckContext, key: string): number {
  const clock = ctx.law?.clocks.get(key);
  if (clock?.unit !== 'd') throw new RangeError(`legal clock ${key} is not in days`);
  return clock.value;
}

const HOURS: Record<string, number> = { min: 1 / 60, h: 1, d: 24 };

/** Hours of a legal clock in min, h or d. Throws RangeError for other units and unknown keys. */
export function lawHours(ctx: CheckContext, key: string): number {
  const clock = ctx.law?.clocks.get(key);
  const hours = HOURS[clock?.unit ?? ''];
  if (clock === undefined || hours === undefined) throw new RangeError(`legal clock ${key} is not in hours`);
  return clock.value * hours;
}
