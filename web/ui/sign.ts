import { syncClock } from './clock.ts';
import { request } from './http.ts';
import { forgetMe, rememberMe } from './offline.ts';
import { queryClient } from './query.ts';
import type { Me } from './types.ts';

/** The answer of GET /session as cached; a log-in puts its answer here. */
export const SESSION_KEY = ['session'];

/** Log in and put the answer where the session is read from. */
export async function signIn(account: string, password: string): Promise<Me> {
  const me = await request<Me>('/session', { method: 'POST', body: { account, password }, quiet401: true });
  syncClock(me.now);
  await forgetMe();
  rememberMe(me);
  queryClient.setQueryData(SESSION_KEY, me);
  return me;
}

/** End the session on both sides and show the log-in page. */
export async function signOut(): Promise<void> {
  try {
    await request('/session', { method: 'DELETE', quiet401: true });
  } finally {
    await forgetMe();
    queryClient.removeQueries({ queryKey: ['api'] });
    queryClient.setQueryData(SESSION_KEY, null);
  }
}
