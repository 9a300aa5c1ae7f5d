/**
 * The one place time comes from. Real installations use the host's clock; demo and test installations carry an
 * offset that can only grow (architecture.md §6): deadlines of days can then be seen in minutes, and nothing
 * that was already due can become not due again.
 */
let offsetMs = 0;

/** The present instant of this installation, offset included. */
export function now(): Date {
  return new Date(Date.now() + offsetMs);
}

/**
 * The instant of this installation for one of the host's clock, in milliseconds: the engine stamps its records with the
 * host's time and knows no demo clock. Never later than now.
 */
export function fromHostClock(ms: number): Date {
  return new Date(Math.min(ms, Date.now()) + offsetMs);
}

/** Milliseconds by which this installation runs ahead of (or, for a back-dated demo, behind) the host. */
export function clockOffsetMs(): number {
  return offsetMs;
}

/**
 * Take over the installation's offset, as stored in table `installation`. Called at start and whenever another
 * process moved the clock. Throws RangeError if that would turn the clock back while running.
 */
export function setClockOffset(ms: number, { first = false } = {}): void {
  if (!first && ms < offsetMs) throw new RangeError('the demo clock only moves forward');
  offsetMs = ms;
}

const shanghaiDay = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The Shanghai calendar day `YYYY-MM-DD` of an instant (legal-rules: days are counted on that calendar). */
export function shanghaiDayOf(at: Date): string {
  return shanghaiDay.format(at);
}

/** The instant at which a Shanghai day `YYYY-MM-DD` begins (UTC+8, no daylight saving). */
export function startOfShanghaiDay(day: string): Date {
  return new Date(`${day}T00:00:00+08:00`);
}

const shanghaiClock = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});

/** The time of day in Shanghai, `10:32`. */
export const shanghaiTime = (at: Date): string => shanghaiClock.format(at);
