import { helperSpoils } from '../helper-spoils.ts';
import { Refused } from '../client.ts';
import { everyRow } from '../acts/act.ts';
import { hoursBefore, redAfter, refusedAt, told, type Spoil } from '../spoil.ts';
import { orderTalk } from './opening.ts';

/** Predicates that this process has nothing to do with. */
export const NOT_APPLICABLE: Record<string, string> = {
  C1b: '约谈不调用有案号的子流程，也不触发其他流程',
  C6: '领导交办的约谈没有需要答复的来源',
  'E-D2e': '领导交办的约谈不由规则触发，没有计数',
};

const DAY_MS = 24 * 3600_000;

/** The ways a talk can be spoiled, by predicate. */
export const SPOILS: Spoil[] = [
  ...helperSpoils(),
  {
    id: 'C1',
    what: '有一条措施没有落实，仍要销号',
    ends: 'refused',
    play: refusedAt('conclude', {
      form: (hand, usual) => ({ ...usual, items: everyRow(hand, 'items', { view: '未落实' }) }),
    }),
  },
  {
    id: 'C3',
    what: '复查措施的人自己批准销号',
    ends: 'refused',
    async play(player, script) {
      const task = await player.reach('approve-strike-off', script);
      const rechecker = player.steps.findLast((step) => step.elementId === 'recheck')!.account;
      return told(task.elementName, await player.refusal(task, { as: rechecker }));
    },
  },
  {
    id: 'C4',
    what: '约谈建议拖了十天才提出，没有延期也没有说明',
    ends: 'red',
    async play(player, script) {
      const task = await player.reach('propose', script);
      await player.moveClock(new Date(Date.parse(task.dueAt!) + 7 * DAY_MS));
      // The ladder has been climbed to its top: it is the explanation that is left out, not the escalation.
      await player.waitForClock('talk.propose', ({ events }) => events.some(({ level }) => level === 3));
      await player.until('supplement', script);
      return null;
    },
  },
  {
    id: 'C8',
    what: '结论里不写教训',
    ends: 'refused',
    play: refusedAt('conclude', { form: { lesson: undefined } }),
  },
  {
    id: 'E-D2a',
    what: '没有领导批示就登记约谈',
    ends: 'refused',
    async play(player) {
      const order = { unit: 'dinghai', description: '口头要求约谈，没有书面材料。', basis: '口头' };
      try {
        await orderTalk(player.api, order, { files: undefined });
      } catch (error) {
        if (error instanceof Refused) return told('约谈登记', error);
        throw error;
      }
      return null;
    },
  },
  {
    id: 'E-D2b',
    what: '用约谈之前拍的照片充当整改后的佐证',
    ends: 'refused',
    play: refusedAt('rectify', {
      form: async (hand, usual) => ({ ...usual, afterPhotos: await hand.photos(1, 60 * 24 * 30) }),
    }),
  },
  {
    id: 'E-D2c',
    what: '约谈对象拒签纪要，却不写理由',
    ends: 'refused',
    play: refusedAt('sign-minutes', { form: { attitude: 'refuse', signature: undefined } }),
  },
  {
    id: 'E-D2d',
    what: '到场时间登记在通知书送达之前',
    ends: 'red',
    play: redAfter({
      arrive: { form: (hand, usual) => ({ ...usual, arrivedAt: hoursBefore(hand.now, 24 * 30) }) },
    }),
  },
];
