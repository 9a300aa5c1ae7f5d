import { useEffect } from 'react';
import { refresh } from './query.ts';
import { syncClock } from './clock.ts';
import { oneAtATime } from './one-at-a-time.ts';

const RETRY_MS = 15_000;

/** Fired on window after the password was entered again, so that the event stream is opened anew. */
export const SIGNED_IN = 'bihuan:signed-in';

/** Fired on window when the installation's clock was moved. */
export const CLOCK_MOVED = 'bihuan:clock';

/**
 * Keeps what is shown up to date by the server's event stream: my inbox changed, a case changed, the demo clock
 * moved. The browser reconnects a broken line by itself but gives up on a refusal (expired session, 503), so that
 * is retried here. After any gap everything shown is read again, as events may be missing; so it is when the stream stands for
 * the first time, because the page was read before.
 */
export function useLive(): void {
  useEffect(() => {
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let gap = true;
    const open = (): void => {
      clearTimeout(timer);
      source?.close();
      source = connect(() => {
        if (gap) void refresh('/tasks', '/cases');
        gap = false;
      });
      source.onerror = () => {
        gap = true;
        if (source?.readyState === EventSource.CLOSED) timer = setTimeout(open, RETRY_MS);
      };
    };
    open();
    window.addEventListener(SIGNED_IN, open);
    return () => {
      window.removeEventListener(SIGNED_IN, open);
      clearTimeout(timer);
      source?.close();
    };
  }, []);
}

const readTasks = oneAtATime(() => refresh('/tasks'));
const readCases = oneAtATime(() => refresh('/cases'));

function connect(onOpen: () => void): EventSource {
  const source = new EventSource('/api/events');
  source.onopen = onOpen;
  source.addEventListener('tasks', readTasks);
  source.addEventListener('case', readCases);
  source.addEventListener('clock', (event: MessageEvent<string>) => {
    const serverNow = read(event.data)['now'];
    if (typeof serverNow === 'string') syncClock(serverNow);
    void refresh('/tasks', '/cases', '/operator');
    window.dispatchEvent(new Event(CLOCK_MOVED));
  });
  return source;
}

function read(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
