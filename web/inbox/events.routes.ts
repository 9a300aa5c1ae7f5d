import { Router } from 'express';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { signals } from '../../core/signals.ts';
import { now } from '../../core/time.ts';
import type { Web } from '../app.ts';
import type { Operation } from '../operation.ts';

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
 * Hints of one kind within this time become one: a busy inbox must not make a busy browser. The time is short for who
 * works alone, so that the next task is seen at once, and doubles while hints keep coming.
 */
const REST_FIRST_MS = 5;
const REST_MAX_MS = 320;

/**
 * Live hints by server-sent events: `tasks` (my inbox changed; `came` if there is something new), `case` (ids are sent only as "something you may see
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
    // Who asks for the head only has it, and would wait for ever.
    if (request.method === 'HEAD') return void response.end();
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
  // The first hint goes at once; those that follow while it rests become one, after which the rest is longer.
  const tell = (event: string, data: () => unknown, restMs: number) => {
    send(event, data());
    const timer = setTimeout(() => {
      const again = resting.get(event)?.again === true;
      resting.delete(event);
      if (again) tell(event, data, Math.min(REST_MAX_MS, restMs * 2));
    }, restMs);
    resting.set(event, { timer, again: false });
  };
  const soon = (event: string, data: () => unknown) => {
    const rest = resting.get(event);
    if (rest === undefined) tell(event, data, REST_FIRST_MS);
    else rest.again = true;
  };
  let came = false;
  const onInbox = (groups: string[], change: 'came' | 'went') => {
    if (!groups.some((group) => actor.groups.includes(group))) return;
    came ||= change === 'came';
    soon('tasks', () => {
      const data = { came };
      came = false;
      return data;
    });
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
