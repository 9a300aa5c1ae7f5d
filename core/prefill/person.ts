import { now, shanghaiDayOf } from '../time.ts';
import type { Resolver } from './types.ts';

/** Fields of experts, by the words of their posts: 专家(危险化学品). */
const FIELDS: [word: string, field: string][] = [
  ['危险化学品', '危化'],
  ['危化', '危化'],
  ['建筑', '建筑'],
  ['电气', '电气'],
  ['消防', '消防'],
  ['特种设备', '特种设备'],
  ['起重', '特种设备'],
  ['燃气', '燃气'],
  ['有限空间', '有限空间'],
  ['自然灾害', '自然灾害'],
];

/** What follows from the person and the hour. */
export const PERSON: Record<string, Resolver> = {
  now: () => Promise.resolve(now().toISOString()),
  today: () => Promise.resolve(shanghaiDayOf(now())),
  me: (_, { actor }) => Promise.resolve(actor.account),
  'me.nameAndPost': (_, { actor }) => Promise.resolve([actor.name, actor.post].filter(Boolean).join(' ')),
  // No drawn signature is kept of anybody: the page offers the registered one at a press, for signing is an act.
  'me.signature': () => Promise.resolve(undefined),
  'expert.field': (_, { actor }) =>
    Promise.resolve(
      actor.groups.includes('expert') ? FIELDS.find(([word]) => actor.post.includes(word))?.[1] : undefined,
    ),
};
