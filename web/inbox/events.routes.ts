import { Router } from 'express';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { signals } from '../../core/signals.ts';
import { now } from '../../core/time.ts';
import type { Web } from '../app.ts';
import { SessionWatch } from '../session/watch.ts';
import type { Operation } from '../operation.ts';
import { Damped } from './damped.ts';

/** As the contract has it; the stream itself is no route of the usual kind. */
export const EVENTS: Operation = {
  method: 'get',
  path: '/events',
  summary: '实时提示（server-sent events）：tasks、case、clock，不含案件内容',
  tag: '任务',
  produces: 'text/event-stream',
};

const HEARTBEAT_MS = 15_000;
/**
 * Live hints by server-sent events: `tasks` (my inbox changed; `came` if there is something new), `case` (ids are sent only as "something you may see
 * changed", without naming it), `clock`. They carry no data of any case; the page asks again with its own rights.
 */
export function eventsRouter({ db }: Pick<Web, 'db'>): Router {
  const sessions = new SessionWatch(db);
  const router = Router();
  router.get('/', (request, response, next) => {
    const actor = request.actor;
    if (actor === undefined) return next(new AppError('unauthenticated', 401, '请先登录'));
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    // Who asks for the head only has it, and would wait for ever.
    if (request.method === 'HEAD') return void response.end();
    response.write(`retry: 3000\n\n`);
    const stop = follow(actor, (event, data) =>
      response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    );
    const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
    const unwatch = sessions.follow(request, () => response.end());
    request.on('close', () => {
      unwatch();
      clearInterval(heartbeat);
      stop();
    });
  });
  return router;
}

function follow(actor: Actor, send: (event: string, data: unknown) => void): () => void {
  const tasks = new Damped((came) => send('tasks', { came }));
  const cases = new Damped(() => send('case', {}));
  const clock = new Damped(() => send('clock', { now: now().toISOString() }));
  const onInbox = (groups: string[], change: 'came' | 'went') => {
    if (groups.some((group) => actor.groups.includes(group))) tasks.tell(change === 'came');
  };
  const onCase = () => cases.tell();
  const onClock = () => clock.tell();
  signals.on('inbox', onInbox);
  signals.on('case', onCase);
  signals.on('clock', onClock);
  return () => {
    signals.off('inbox', onInbox);
    signals.off('case', onCase);
    signals.off('clock', onClock);
    for (const damped of [tasks, cases, clock]) damped.stop();
  };
}
