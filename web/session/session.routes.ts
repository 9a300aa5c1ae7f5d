import { randomBytes } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import type { Request } from 'express';
import type { Actor } from '../../core/actor.ts';
import { one, rows, type Db } from '../../core/db.ts';
import { groupName } from '../../core/group-names.ts';
import { AppError, notFound } from '../../core/errors.ts';
import { logIn, rememberBrowser } from '../../core/log-in.ts';
import { may } from '../../core/policies.ts';
import { registersFor } from '../../core/registers/shipped.ts';
import { now } from '../../core/time.ts';
import type { Web } from '../app.ts';
import { startable } from '../cases/startable.ts';
import { Routes } from '../routing.ts';

const Credentials = Type.Object(
  {
    account: Type.String({ minLength: 1, maxLength: 100 }),
    password: Type.String({ minLength: 1, maxLength: 200 }),
  },
  { additionalProperties: false },
);

/** Log in, ask who one is, log out; in a demo also the list of people to try it as. */
export function sessionRoutes({ db, installation }: Web): Routes {
  const routes = new Routes();

  routes.post(
    '/session',
    { summary: '登录', tag: '登录', body: Credentials, auth: 'none', refusals: [401, 429] },
    async ({ body, request }) => {
      const account = body.account.trim();
      const browser = browserOf(request);
      const address = request.ip ?? '';
      const actor = await logIn(db, { account, password: body.password, address, browser }).catch(
        async (error: unknown) => {
          // What was not even tried leaves no row: a flood of refusals must not fill a table that nobody may empty.
          if (error instanceof AppError && error.status === 401)
            await securityEvent(db, account.slice(0, 100), 'login.failed', { address });
          throw error;
        },
      );
      // A new id at log-in, so that a planted session id is worth nothing.
      await new Promise<void>((resolve, reject) =>
        request.session.regenerate((error) => (error ? reject(error) : resolve())),
      );
      request.session.account = actor.account;
      // Stored before the answer, which begins to go out while a session is being stored: a quick caller would else come
      // back with a cookie that is not known yet.
      await new Promise<void>((resolve, reject) =>
        request.session.save((error) => (error ? reject(error) : resolve())),
      );
      await securityEvent(db, actor.account, 'login', { address });
      return me(db, actor, installation.mode);
    },
  );

  routes.get('/session', { summary: '当前登录人', tag: '登录' }, async ({ actor, request, response }) => {
    // Here and not at log-in: a page asks this first, a program that only has a password never does.
    response.cookie(BROWSER, await knownBrowser(db, actor.account, browserOf(request)), {
      httpOnly: true,
      sameSite: 'strict',
      secure: installation.publicUrl.startsWith('https'),
      maxAge: BROWSER_MS,
      path: '/api/session',
    });
    return me(db, actor, installation.mode);
  });

  routes.delete(
    '/session',
    { summary: '退出', tag: '登录', auth: 'none', status: 204 },
    async ({ request, response }) => {
      const { account } = request.session;
      await new Promise<void>((resolve, reject) =>
        request.session.destroy((error: unknown) => (error ? reject(error as Error) : resolve())),
      );
      response.clearCookie('bihuan');
      if (account !== undefined) await securityEvent(db, account, 'logout');
    },
  );

  routes.get('/session/demo', { summary: '演示账号', tag: '登录', auth: 'none' }, async () => {
    if (installation.mode !== 'demo') throw notFound();
    return { accounts: await demoAccounts(db), password: installation.demoPassword ?? null };
  });
  return routes;
}

const securityEvent = (db: Db, actor: string, what: string, body: object = {}) =>
  db.raw('insert into security_event (at, actor, act, body) values (?, ?, ?, ?)', [
    now(),
    actor,
    what,
    JSON.stringify(body),
  ]);

/** Tells a browser in which somebody logged in before from one that only guesses (core/log-in.ts). It opens nothing. */
const BROWSER = 'bihuan-browser';
const BROWSER_MS = 365 * 24 * 3600_000;

const browserOf = (request: Request): string | undefined =>
  /(?:^|;\s*)bihuan-browser=([0-9a-f]{32})(?:;|$)/.exec(request.header('cookie') ?? '')?.[1];

async function knownBrowser(db: Db, account: string, browser: string | undefined): Promise<string> {
  const name = browser ?? randomBytes(16).toString('hex');
  await rememberBrowser(db, account, name);
  return name;
}

async function me(db: Db, actor: Actor, mode: string) {
  const unit = await one<{ name_zh: string }>(
    db,
    'select name_zh from unit where unit_id = ? union all select name_zh from firm where uscc = ? limit 1',
    [actor.unitId, actor.unitId],
  );
  return {
    account: actor.account,
    name: actor.name,
    post: actor.post,
    unitId: actor.unitId,
    unitName: unit?.name_zh ?? '',
    groups: actor.groups,
    can: {
      createCases: (await startable(db, actor)).filter((p) => p.mayCreate).map((p) => p.process),
      operate: may(actor, 'operator.read'),
      readAll: actor.readsAll,
      moveClock: mode !== 'production' && may(actor, 'clock.move'),
      upload: may(actor, 'file.upload'),
      work: may(actor, 'cases.work'),
      registers: registersFor(actor).length > 0,
      talkRules: may(actor, 'talk.rules'),
    },
    mode,
    now: now().toISOString(),
  };
}

async function demoAccounts(db: Db) {
  const people = await rows<{
    account: string;
    name_zh: string;
    post_zh: string;
    unit: string | null;
    groups: string[];
  }>(
    db,
    `select p.account, p.name_zh, p.post_zh, coalesce(u.name_zh, f.name_zh) as unit,
            array(select grp from membership m where m.account = p.account) as groups
     from person p left join unit u on u.unit_id = p.unit_id left join firm f on f.uscc = p.firm_uscc
     where p.active order by p.account`,
  );
  return people.map((p) => ({
    account: p.account,
    name: p.name_zh,
    post: p.post_zh,
    unitName: p.unit ?? '',
    roles: p.groups.map(groupName),
  }));
}
