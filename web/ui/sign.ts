import { syncClock } from './clock.ts';
import { dropAllLocal, unsent } from './form/draft.ts';
import { forgetWaiting, waitingHere } from './form/fields/uploads.ts';
import { endDrafts, flushOpenDrafts, resumeDrafts, saveOpenDrafts } from './form/open-drafts.ts';
import { forgetKey, readyKey } from './form/seal.ts';
import { asProblem, post, request } from './http.ts';
import { forgetMe, rememberMe } from './offline.ts';
import { queryClient } from './query.ts';
import type { Me } from './types.ts';

/** The answer of GET /session as cached; a log-in puts its answer here. */
export const SESSION_KEY = ['session'];
/** Somebody logged out where the server was not reached: it has to be told before anything is shown again. */
const LEAVING = 'bihuan.leaving';

/** Log in and put the answer where the session is read from. */
export async function signIn(account: string, password: string): Promise<Me> {
  const me = await request<Me>('/session', { method: 'POST', body: { account, password }, quiet401: true });
  localStorage.removeItem(LEAVING);
  syncClock(me.now);
  await forgetMe();
  rememberMe(me);
  await readyKey(me.account);
  resumeDrafts();
  queryClient.setQueryData(SESSION_KEY, me);
  return me;
}

/** What only this browser has of the person's work, after all that can be saved was saved. */
export interface OnlyHere {
  drafts: number;
  /** Forms in which something of the reporter's was typed: it is kept nowhere until it is submitted. */
  secrets: number;
  files: number;
}

/** Save on the server what is unsaved there; tells what is left. */
export async function saveAll(account: string): Promise<OnlyHere> {
  await saveOpenDrafts();
  let drafts = 0;
  let secrets = 0;
  for (const { draft, secret } of unsent(account)) {
    const { to, data, base, sent } = draft;
    const saved =
      sent ||
      (to !== null &&
        (await post(to, { base, data }).then(
          () => true,
          () => false,
        )));
    if (!saved) drafts += 1;
    if (secret) secrets += 1;
  }
  return { drafts, secrets, files: await waitingHere(account) };
}

/** End the session on both sides, empty what this browser keeps of the person, and show the log-in page. */
export async function signOut(account: string): Promise<void> {
  try {
    await request('/session', { method: 'DELETE', quiet401: true });
  } catch (error) {
    if (asProblem(error).status === 0) localStorage.setItem(LEAVING, '1');
  } finally {
    endDrafts();
    dropAllLocal(account);
    await forgetWaiting(account);
    await sessionEnded();
    showLogIn();
  }
}

/** Somebody else wants to log in where a session has expired: the first one's drafts stay sealed for him. */
export async function makeRoom(): Promise<void> {
  flushOpenDrafts();
  endDrafts();
  await sessionEnded();
  showLogIn();
}

function showLogIn(): void {
  queryClient.removeQueries({ queryKey: ['api'] });
  queryClient.setQueryData(SESSION_KEY, null);
}

/** The session is over, by whatever end: what stays in this browser can be opened by nobody but the same person. */
export async function sessionEnded(): Promise<void> {
  dropAllLocal(null);
  forgetKey();
  sessionStorage.clear();
  await forgetMe();
}

/** Tell the server of a log-out that did not reach it. True = nobody is logged in here. */
export async function finishLeaving(): Promise<boolean> {
  if (localStorage.getItem(LEAVING) === null) return false;
  await request('/session', { method: 'DELETE', quiet401: true });
  localStorage.removeItem(LEAVING);
  return true;
}
