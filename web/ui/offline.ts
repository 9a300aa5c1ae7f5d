import { clear, createStore } from 'idb-keyval';
import { useSyncExternalStore } from 'react';
import { clockOffsetMs } from './clock.ts';
import { setClockOffset } from '../../core/time.ts';
import type { Me } from './types.ts';

/** Answers that the service worker keeps for work without a network (vite.config.ts). */
const FIELD_CACHE = 'bihuan-field';
const ME = 'bihuan.me';
/** As long as a session: who opens the browser later has to log in. */
const SESSION_MS = 8 * 3600_000;

/** Keep who is logged in, and by how much the installation's clock runs ahead, for a page opened without a network. */
export function rememberMe(me: Me): void {
  try {
    localStorage.setItem(
      ME,
      JSON.stringify({ me, aheadMs: clockOffsetMs(), until: Date.now() + SESSION_MS }),
    );
  } catch {
    // Without room there is no work without a network; with one nothing is missing.
  }
}

/** Who was logged in when the server was last reached; sets the clock as it was then. */
export function rememberedMe(): Me | null {
  try {
    const kept = JSON.parse(localStorage.getItem(ME) ?? 'null') as {
      me: Me;
      aheadMs: number;
      until: number;
    } | null;
    if (kept === null || !(kept.until > Date.now())) return null;
    setClockOffset(kept.aheadMs, { first: true });
    return kept.me;
  } catch {
    return null;
  }
}

/** The session is over: nothing of the person's work may be shown to whoever comes next. Sealed drafts are not touched. */
export async function forgetMe(): Promise<void> {
  localStorage.removeItem(ME);
  if ('caches' in window) await caches.delete(FIELD_CACHE);
  await forgetAddresses().catch(() => undefined);
}

/** The service worker also notes the addresses of what it kept, and those tell tasks and what was looked for. */
async function forgetAddresses(): Promise<void> {
  const known = await indexedDB.databases();
  if (known.some(({ name }) => name === 'workbox-expiration'))
    await clear(createStore('workbox-expiration', 'cache-entries'));
}

/** Let the pages open without a network. Browsers allow it on https and on this computer only. */
export function registerWorker(): void {
  if ('serviceWorker' in navigator)
    window.addEventListener(
      'load',
      () => void navigator.serviceWorker.register('/sw.js').catch(() => undefined),
    );
}

/** Whether the browser says that there is a network. */
export const useOnline = (): boolean =>
  useSyncExternalStore(
    (tell) => {
      window.addEventListener('online', tell);
      window.addEventListener('offline', tell);
      return () => {
        window.removeEventListener('online', tell);
        window.removeEventListener('offline', tell);
      };
    },
    () => navigator.onLine,
  );
