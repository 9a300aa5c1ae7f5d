/**
 * Exact numbers: money and the numbers of the legal pack are decimal strings with at most two places, calculated as
 * whole hundredths. No binary fraction ever touches an amount.
 */
export type Hundredths = bigint;

const DECIMAL = /^(0|[1-9]\d{0,14})(?:\.(\d{1,2}))?$/;

/** True for a decimal string such as `300000` or `15.50`: not negative, at most 15 digits and two places. */
export const isDecimal = (text: string): boolean => DECIMAL.test(text);

/** Hundredths of a decimal string. Throws RangeError if it is none. */
export function hundredths(text: string): Hundredths {
  const parts = DECIMAL.exec(text);
  if (!parts) throw new RangeError(`not a decimal with two places: ${text}`);
  return BigInt(parts[1] ?? '0') * 100n + BigInt((parts[2] ?? '').padEnd(2, '0'));
}

/** Decimal string of hundredths; whole amounts without places, others with two. */
export function decimal(value: Hundredths): string {
  const places = value % 100n;
  return places === 0n ? String(value / 100n) : `${value / 100n}.${String(places).padStart(2, '0')}`;
}

/** `value` × `factor` (both in hundredths), rounded half up to a hundredth. */
export function times(value: Hundredths, factor: Hundredths): Hundredths {
  return (value * factor + 50n) / 100n;
}

/** `percent` (hundredths of a percent) of `value`, rounded half up to a hundredth. */
export function percentOf(value: Hundredths, percent: Hundredths): Hundredths {
  return (value * percent + 5_000n) / 10_000n;
}

/** The smaller of two amounts. */
export const least = (a: Hundredths, b: Hundredths): Hundredths => (a < b ? a : b);

/** The greater of two amounts. */
export const greatest = (a: Hundredths, b: Hundredths): Hundredths => (a > b ? a : b);
