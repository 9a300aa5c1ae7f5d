/** A point on the earth in degrees (WGS 84). */
export interface Point {
  lat: number;
  lng: number;
}

/** No camera of ours is older: an earlier time is a clock that was never set. */
export const EARLIEST = Date.parse('2000-01-01T00:00:00+08:00');

/** Clocks of devices are seldom off by more. */
export const CLOCK_SKEW_MS = 5 * 60_000;

const ISO = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/** An ISO instant with zone that stands in the calendar (no 30 February, no hour 25); else null. */
export function realInstant(text: string): Date | null {
  const parts = ISO.exec(text);
  const at = new Date(text);
  if (parts === null || Number.isNaN(at.getTime())) return null;
  // Date rolls 30 February over to March; the same fields without zone must come back as they went in.
  const [, year, month, day, hour] = parts;
  const wall = new Date(`${year}-${month}-${day}T00:00:00Z`);
  const rolled = wall.toISOString().slice(0, 10) !== `${year}-${month}-${day}` || Number(hour) > 23;
  return rolled ? null : at;
}

/** The point when both degrees are possible; else null. Six decimals are a tenth of a metre. */
export function realPoint(lat: number, lng: number): Point | null {
  const possible = Math.abs(lat) <= 90 && Math.abs(lng) <= 180;
  return possible ? { lat: rounded(lat), lng: rounded(lng) } : null;
}

const rounded = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
