import { clockOffsetMs, now, setClockOffset } from '../../core/time.ts';

/**
 * Take over the server's clock (a demo installation may run ahead of this computer), so that "now" in a form and
 * the light in a list mean the same instant on both sides.
 */
export function syncClock(serverNow: string): void {
  const host = now().getTime();
  setClockOffset(0, { first: true });
  const bare = now().getTime();
  const ahead = new Date(serverNow).getTime() - bare;
  setClockOffset(Number.isFinite(ahead) ? ahead : host - bare, { first: true });
}

export { clockOffsetMs, now };
