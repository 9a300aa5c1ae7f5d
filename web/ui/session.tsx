import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { createContext, lazy, Suspense, useContext, useEffect, useRef, useState } from 'react';
import { Problem, request, SIGNED_OUT } from './http.ts';
import { flushOpenDrafts } from './form/open-drafts.ts';
import { holdsSecrets } from './form/draft.ts';
import { forgetKeptKey, readyKey } from './form/seal.ts';
import { forgetMe, rememberedMe, rememberMe } from './offline.ts';
import { syncClock } from './clock.ts';
import { finishLeaving, SESSION_KEY, sessionEnded } from './sign.ts';
import { Failed, Loading } from './states.tsx';
import type { Me } from './types.ts';

const LoginPage = lazy(() => import('../session/login.page.tsx'));
const Relogin = lazy(() => import('../session/relogin.tsx'));

const Session = createContext<Me | null>(null);

/** Who is logged in. Only below the gate. */
export function useMe(): Me {
  const me = useContext(Session);
  if (!me) throw new Error('useMe outside the session gate');
  return me;
}

async function readSession(): Promise<Me | null> {
  try {
    if (await finishLeaving()) return null;
    const me = await request<Me>('/session', { quiet401: true });
    syncClock(me.now);
    rememberMe(me);
    await readyKey(me.account);
    return me;
  } catch (error) {
    if (error instanceof Problem && error.status === 401) {
      await sessionEnded();
      return null;
    }
    // Without a network the work goes on in this browser, for who was logged in.
    const known = error instanceof Problem && error.status === 0 ? rememberedMe() : null;
    if (known === null) throw error;
    await readyKey(known.account);
    return known;
  }
}

/**
 * Shows the pages to who is logged in. A session that ends while a page is open does not take the page away: the
 * password is asked above it, so that nothing half-written is lost.
 */
export function SessionGate({ children }: { children: ReactNode }): ReactNode {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: SESSION_KEY,
    queryFn: readSession,
    staleTime: Infinity,
  });
  const [expired, setExpired] = useState(false);
  const last = useRef<Me | null>(null);
  if (data) last.current = data;
  useEffect(() => {
    const onSignedOut = (): void => {
      // The last words are sealed for the same person; then the key leaves this browser with what was fetched before.
      flushOpenDrafts();
      forgetKeptKey();
      void forgetMe();
      setExpired(true);
    };
    const onLeave = (event: BeforeUnloadEvent): void => {
      // A reporter's name and telephone are kept nowhere: a closed page is the end of them.
      if (holdsSecrets()) event.preventDefault();
    };
    window.addEventListener('beforeunload', onLeave);
    window.addEventListener(SIGNED_OUT, onSignedOut);
    return () => {
      window.removeEventListener(SIGNED_OUT, onSignedOut);
      window.removeEventListener('beforeunload', onLeave);
    };
  }, []);
  if (isPending) return <Loading />;
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) {
    return (
      <Suspense fallback={<Loading />}>
        <LoginPage onDone={() => setExpired(false)} />
      </Suspense>
    );
  }
  return (
    <Session.Provider value={data}>
      {/* Kept for the same person, shown to nobody else. */}
      <div className={expired ? 'session-over' : undefined} inert={expired}>
        {children}
      </div>
      {expired ? (
        <Suspense>
          <Relogin me={data} onDone={() => setExpired(false)} />
        </Suspense>
      ) : null}
    </Session.Provider>
  );
}
