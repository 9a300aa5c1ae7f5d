import { Router } from 'express';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { signals } from '../../core/signals.ts';
import { now } from '../../core/time.ts';
import type { Web } from '../app.ts';

const HEARTBEAT_MS = 15_000;
/** Hints of one kind within this time become one: a busy inbox must not make a busy browser. */
const SETTLE_MS = 150;

/**
 * Live hints by server-sent events: `tasks` (my inbox changed), `case` (ids are sent only as "something you may see
 * changed", without naming it), `clock`. They carry no data of any case; the page asks again with its own rights.
 */
export function eventsRouter(_: Web): Router {
  const router = Router();
  router.get('/', (request, response, next) => {
    const actor = request.actor;
    if (actor === undefined) return next(new AppError('unauthenticated', 401, '请先登录'));
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    response.write(`retry: 3000\n\n`);
    const stop = follow(actor, (event, data) =>
      response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    );
    const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
    request.on('close', () => {
      clearInterval(heartbeat);
      stop();
    });
  });
  return router;
}

function follow(actor: Actor, send: (event: string, data: unknown) => void): () => void {
  const resting = new Map<string, { timer: NodeJS.Timeout; again: boolean }>();
  // The first hint goes at once; those that follow while it settles become one.
  const soon = (event: string, data: () => unknown) => {
    const rest = resting.get(event);
    if (rest !== undefined) {
      rest.again = true;
      return;
    }
    send(event, data());
    const timer = setTimeout(() => {
      const again = resting.get(event)?.again === true;
      resting.delete(event);
      if (again) soon(event, data);
    }, SETTLE_MS);
    resting.set(event, { timer, again: false });
  };
  const onInbox = (groups: string[]) => {
    if (groups.some((group) => actor.groups.includes(group))) soon('tasks', () => ({}));
  };
  const onCase = () => soon('case', () => ({}));
  const onClock = () => soon('clock', () => ({ now: now().toISOString() }));
  signals.on('inbox', onInbox);
  signals.on('case', onCase);
  signals.on('clock', onClock);
  return () => {
    signals.off('inbox', onInbox);
    signals.off('case', onCase);
    signals.off('clock', onClock);
    for (const { timer } of resting.values()) clearTimeout(timer);
  };
}
