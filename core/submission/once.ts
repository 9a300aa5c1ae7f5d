import type { Actor } from '../actor.ts';
import { one, type Trx } from '../db.ts';
import { badRequest, conflict } from '../errors.ts';
import { now } from '../time.ts';
import { hashOf } from './accept.ts';

const KEY = /^[\w-]{8,100}$/;

/**
 * Do a thing once for a key that its sender chose: the same content again gets the first answer, other content under the
 * same key 409. The key's row is taken first, so that of two equal requests at once one waits and gets the other's
 * answer. Throws 400 for a key of another form; what `work` throws leaves nothing behind.
 */
export async function once<T>(
  trx: Trx,
  actor: Actor,
  key: string,
  content: unknown,
  work: () => Promise<T>,
): Promise<T> {
  if (!KEY.test(key))
    throw badRequest('请求没有编号，请带上 Idempotency-Key 请求头（8–100 位字母、数字、-、_）');
  const hash = hashOf(content);
  const taken = await one(
    trx,
    `insert into idempotency (actor, key, hash, answer, at) values (?, ?, ?, 'null', ?) on conflict do nothing returning key`,
    [actor.account, key, hash, now()],
  );
  if (taken === undefined) return firstAnswer<T>(trx, actor, key, hash);
  const answer = await work();
  await trx.raw('update idempotency set answer = ? where actor = ? and key = ?', [
    JSON.stringify(answer),
    actor.account,
    key,
  ]);
  return answer;
}

async function firstAnswer<T>(trx: Trx, actor: Actor, key: string, hash: string): Promise<T> {
  const before = await one<{ hash: string; answer: T; at: Date }>(
    trx,
    'select hash, answer, at from idempotency where actor = ? and key = ?',
    [actor.account, key],
  );
  if (before?.hash !== hash)
    throw conflict('这次提交已经收到过，内容与这一次不同；这次的修改没有保存，内容仍在本页，请刷新后查看');
  return before.answer;
}

/** For ways whose senders need not choose a key (来件, 申请延期): without one there is nothing to recognise. */
export const onceIfNamed = <T>(
  trx: Trx,
  actor: Actor,
  key: string | undefined,
  content: unknown,
  work: () => Promise<T>,
): Promise<T> => (key === undefined ? work() : once(trx, actor, key, content, work));
