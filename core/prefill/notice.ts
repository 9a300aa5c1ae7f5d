import { one } from '../db.ts';
import { now, shanghaiDayOf } from '../time.ts';
import type { Resolver } from './types.ts';

/** What follows from a notice or a listing. */
export const NOTICE: Record<string, Resolver> = {
  // Drawn when the notice was registered (supervise.register); the reviewer may ask for a look at any other.
  'notice.sampled': async (trx, { task }) => {
    if (!task?.item_id) return undefined;
    const unit = await one<{ sampled: boolean }>(trx, 'select sampled from notice_unit where item_id = ?', [
      task.item_id,
    ]);
    return unit?.sampled;
  },
  'notice.month': () => Promise.resolve(shanghaiDayOf(now()).slice(0, 7)),
};
