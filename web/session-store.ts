import type session from 'express-session';

/** A log-out elsewhere is noticed within this time; the same as for withdrawn groups (app.ts). */
const KEPT_MS = 2_000;
const MOST_KEPT = 5_000;

type Get = (error: unknown, session?: session.SessionData | null) => void;

/**
 * Remember sessions for a moment: every request of a page asks for the same one. Writing and destroying go through
 * and forget, so that a log-out in this process holds at once.
 */
export function remembering<S extends session.Store>(store: S): S {
  const kept = new Map<string, { until: number; data: session.SessionData }>();
  const get = store.get.bind(store);
  const set = store.set.bind(store);
  const destroy = store.destroy.bind(store);
  store.get = (sid: string, done: Get) => {
    const known = kept.get(sid);
    // A copy each time: express-session hands the object to the request, which may change it.
    if (known !== undefined && known.until > performance.now())
      return done(null, structuredClone(known.data));
    get(sid, (error: unknown, data?: session.SessionData | null) => {
      if (data) {
        if (kept.size >= MOST_KEPT) kept.clear();
        kept.set(sid, { until: performance.now() + KEPT_MS, data: structuredClone(data) });
      }
      done(error, data);
    });
  };
  store.set = (sid: string, data: session.SessionData, done?: (error?: unknown) => void) => {
    kept.delete(sid);
    set(sid, data, done);
  };
  store.destroy = (sid: string, done?: (error?: unknown) => void) => {
    kept.delete(sid);
    destroy(sid, done);
  };
  return store;
}
