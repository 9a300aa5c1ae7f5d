import { helperSpoils } from '../helper-spoils.ts';
import { accountOf, STAFF } from '../people.ts';
import type { Script } from '../script.ts';
import { failed, refusedAt, told, type Spoil } from '../spoil.ts';

/** Predicates that this process has nothing to do with. */
export const NOT_APPLICABLE: Record<string, string> = {
  C8: '本流程不要求回头看和教训登记',
  'E-D6d': '挂牌督办由隐患案件调起,在隐患案件的演示中出错(E-D5d)',
};

const DAY_MS = 24 * 3600_000;

/** The answer is looked at on the spot. */
const looked: Script = { 'check-feedback': { form: { needsCheck: true } } };

/** …and found wanting: it must be put right. */
const wanting: Script = {
  ...looked,
  check: {
    form: (hand, usual) => ({
      ...usual,
      fit: 'no',
      demand: '反馈所称措施未见落实,请逐项整改。',
      rectifyBy: hand.inDays(15),
    }),
  },
};

/** The ways a notice can be spoiled, by predicate. */
export const SPOILS: Spoil[] = [
  ...helperSpoils(wanting),
  {
    id: 'C1',
    what: '实地核查不写结论,想让事项直接销号',
    ends: 'refused',
    play: refusedAt('check', { form: { fit: undefined } }, looked),
  },
  {
    id: 'C1b',
    what: '复查不合格移交处罚之后,想把触发的处罚删掉',
    ends: 'refused',
    async play(player, script) {
      await player.reach('recheck', { ...script, ...wanting });
      await player.perform('recheck', {
        form: (hand, usual) => ({ ...usual, ...failed(hand.inDays(12), 'penalty') }),
      });
      const path = await player.waitFor('处罚线索', ({ pendingTriggers: [waiting], links: [link] }) =>
        waiting ? `triggers/${waiting.triggerId}` : link && `links/${link.caseId}`,
      );
      const session = await player.api.as(STAFF.dispatcher);
      const answer = await session.raw('DELETE', `/cases/${player.caseId}/${path}`);
      if (answer.ok) return null;
      return { step: '删除触发的处罚', rule: String(((await answer.json()) as { title: string }).title) };
    },
  },
  {
    id: 'C3',
    what: '审核反馈的人自己去实地核查',
    ends: 'refused',
    play: refusedAt('check', { as: STAFF.dispatcher }, looked),
  },
  {
    id: 'C4',
    what: '反馈超期七天,督办到三级以后才报,没有说明',
    ends: 'red',
    story: 'E-c5a5e5',
    async play(player, script) {
      const task = await player.reach('feedback', script);
      await player.moveClock(new Date(Date.parse(task.dueAt!) + 7 * DAY_MS));
      await player.waitForClock('notice.feedback', ({ events }) => events.some(({ level }) => level === 3));
      await player.task('sign');
      await player.until('supplement', script);
      return null;
    },
  },
  {
    id: 'C6',
    what: '向上级只报一句空话',
    ends: 'refused',
    play: refusedAt('report-up', { form: { content: '   ' } }),
  },
  {
    id: 'E-D6a',
    what: '反馈不附佐证',
    ends: 'refused',
    play: refusedAt('feedback', { form: { proofs: undefined } }),
  },
  {
    id: 'E-D6b',
    what: '一家单位没有办,想由另一家单位代为反馈办结',
    ends: 'refused',
    async play(player, script) {
      const task = await player.reach('feedback', script);
      const other = task.groups.includes('dept:scjg') ? player.world.handler : 'scjg';
      return told(task.elementName, await player.refusal(task, { as: accountOf(other) }));
    },
  },
  {
    id: 'E-D6c',
    what: '上报反馈没有上级的接收凭证',
    ends: 'refused',
    play: refusedAt('report-up', { form: { receipt: undefined } }),
  },
];
