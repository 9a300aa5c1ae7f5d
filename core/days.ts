/**
 * Days of the Shanghai calendar as whole numbers (0 = 1970-01-01), so that counting is exact and fast.
 * UTC+8 all year: the legal calendar of the product knows no daylight saving.
 */
const DAY_MS = 86_400_000;
const SHANGHAI_MS = 8 * 3_600_000;
const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;

/** Number of a day `YYYY-MM-DD`; null if the text is not a real day of the years 1900 to 2199. */
export function tryDayNumber(day: string): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!parts) return null;
  const [year, month, date] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || date < 1) return null;
  return date > daysInMonth(year, month) ? null : Date.UTC(year, month - 1, date) / DAY_MS;
}

/** Number of a day `YYYY-MM-DD`. Throws RangeError if it is not one. */
export function dayNumber(day: string): number {
  const number = tryDayNumber(day);
  if (number === null) throw new RangeError(`not a day: ${day}`);
  return number;
}

/** `YYYY-MM-DD` of a day number. */
export function dayText(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

/** Day number of the Shanghai day in which an instant lies. */
export function dayNumberOf(at: Date): number {
  return Math.floor((at.getTime() + SHANGHAI_MS) / DAY_MS);
}

/** The instant at which a Shanghai day begins; the end (24:00) of day n is the start of day n + 1. */
export function startOfDay(number: number): Date {
  return new Date(number * DAY_MS - SHANGHAI_MS);
}

/** Year of a day number. */
export function yearOf(number: number): number {
  return new Date(number * DAY_MS).getUTCFullYear();
}

/** True on Saturday and Sunday. */
export function isWeekend(number: number): boolean {
  // 1970-01-01 was a Thursday, so Saturday and Sunday are the remainders 2 and 3.
  const weekday = ((number % 7) + 7) % 7;
  return weekday === 2 || weekday === 3;
}

/**
 * The same day of the month `months` later; where that month lacks it, its last day (民法典 art. 202).
 * Negative months go back by the same rule.
 */
export function addMonths(number: number, months: number): number {
  const from = new Date(number * DAY_MS);
  const month = from.getUTCFullYear() * 12 + from.getUTCMonth() + months;
  const [year, index] = [Math.floor(month / 12), ((month % 12) + 12) % 12];
  const date = Math.min(from.getUTCDate(), daysInMonth(year, index + 1));
  return Date.UTC(year, index, date) / DAY_MS;
}

const MOMENT =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/**
 * Read a point in time as people and machines write it: a day `2026-02-11` (its beginning in Shanghai), a local
 * time `2026-02-11 16:40` (Shanghai) or a full ISO instant with zone. Returns the instant and whether only a day
 * was given; null if the text is none of these.
 */
export function parseMoment(text: string): { at: Date; dayOnly: boolean } | null {
  const onlyDay = tryDayNumber(text);
  if (onlyDay !== null) return { at: startOfDay(onlyDay), dayOnly: true };
  const parts = MOMENT.exec(text);
  const day = parts && tryDayNumber(parts[1] ?? '');
  if (!parts || day === null) return null;
  const [hour, minute, second] = [Number(parts[2]), Number(parts[3]), Number(parts[4] ?? 0)];
  const offset = zoneMinutes(parts[6]);
  if (hour > 23 || minute > 59 || second > 59 || offset === null) return null;
  const millis = Math.floor(Number(`0.${parts[5] ?? '0'}`) * 1000);
  const local = day * DAY_MS + ((hour * 60 + minute - offset) * 60 + second) * 1000 + millis;
  return { at: new Date(local), dayOnly: false };
}

function zoneMinutes(zone: string | undefined): number | null {
  if (zone === undefined) return SHANGHAI_MS / 60_000;
  if (zone === 'Z' || zone === 'z') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3).replace(':', '') || 0)];
  if (hours > 15 || minutes > 59) return null;
  return (zone[0] === '-' ? -1 : 1) * (hours * 60 + minutes);
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
