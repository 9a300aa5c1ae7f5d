import { helperSpoils } from '../helper-spoils.ts';
import { STAFF } from '../people.ts';
import { also, failed, hoursBefore, redAfter, refusedAt, told, unfounded, type Spoil } from '../spoil.ts';
import { REPORTER } from './opening.ts';

/** Predicates that this process has nothing to do with. */
export const NOT_APPLICABLE: Record<string, string> = {
  C8: '本流程不要求回头看和教训登记',
};

const DAY_MS = 24 * 3600_000;

/** The ways a case can be spoiled, by predicate. */
export const SPOILS: Spoil[] = [
  ...helperSpoils(),
  {
    id: 'C1',
    what: '紧急件的先期处置一直没有人办,案件照样走到核验',
    ends: 'red',
    begins: { urgent: true, anonymous: true },
    play: redAfter({ 'hazard-dispatch/accept': { form: { urgent: true } } }, ['first-response']),
  },
  {
    id: 'C1b',
    what: '复查不合格移交处罚之后,想把待启动的处罚线索删掉',
    ends: 'refused',
    async play(player, script) {
      await player.reach('recheck', script);
      await player.perform('recheck', {
        form: (hand, usual) => ({ ...usual, ...failed(hand.inDays(12), 'penalty') }),
      });
      const trigger = await player.waitFor('处罚线索', ({ pendingTriggers }) => pendingTriggers[0]);
      const session = await player.api.as(STAFF.dispatcher);
      const answer = await session.raw('DELETE', `/cases/${player.caseId}/triggers/${trigger.triggerId}`);
      if (answer.ok) return null;
      return {
        step: '删除待启动的处罚线索',
        rule: String(((await answer.json()) as { title: string }).title),
      };
    },
  },
  {
    id: 'C3',
    what: '整改的人自己去复查',
    ends: 'refused',
    begins: { withoutFirm: true },
    async play(player, script) {
      const task = await player.reach('recheck', script);
      const rectifier = player.steps.findLast((step) => step.elementId === 'rectify')!.account;
      return told(task.elementName, await player.refusal(task, { as: rectifier }));
    },
  },
  {
    id: 'C4',
    what: '现场核查拖了十天才去,没有延期也没有说明',
    ends: 'red',
    async play(player, script) {
      const task = await player.reach('verify', script);
      await player.moveClock(new Date(Date.parse(task.dueAt!) + 7 * DAY_MS));
      // The ladder has been climbed to its top: it is the explanation that is left out, not the escalation.
      await player.waitForClock('hazard.verify', ({ events }) => events.some(({ level }) => level === 3));
      await player.until('supplement', script);
      return null;
    },
  },
  {
    id: 'C6',
    what: '答复来源时不写结果',
    ends: 'refused',
    play: refusedAt('answer', { form: { content: '   ' } }),
  },
  {
    id: 'E-D5a',
    what: '只写了答复内容,没有答复方式',
    ends: 'refused',
    play: refusedAt('answer', { form: { way: undefined } }),
  },
  {
    id: 'E-D5b',
    what: '核查报告里写了举报人的电话',
    ends: 'red',
    play: (player, script) =>
      redAfter(
        also(script, 'verify', (form) => ({
          ...form,
          facts: `${form.facts}举报人电话${REPORTER.reporterPhone}。`,
        })),
      )(player, script),
  },
  {
    id: 'E-D5c',
    what: '到场时间写在联系举报人之前',
    ends: 'red',
    play: (player, script) =>
      redAfter(also(script, 'verify', (form, { now }) => ({ ...form, arrivedAt: hoursBefore(now, 2) })))(
        player,
        script,
      ),
  },
  {
    id: 'E-D5d',
    what: '局领导不同意挂牌,却不写理由',
    ends: 'refused',
    story: 'D-c595b4',
    async play(player, script) {
      await player.reach('major-plan', script);
      const listing = await player.child();
      const task = await listing.task('approve-listing');
      const wrong = { form: { decision: 'refuse', opinion: undefined } };
      return told(task.elementName, await listing.refusal(task, wrong));
    },
  },
  {
    id: 'E-D5e',
    what: '不属实的核查材料只有一个人署名',
    ends: 'refused',
    play: refusedAt(
      'write-unfounded',
      { form: (hand, usual) => ({ ...usual, recorders: [hand.account] }) },
      { verify: { form: (_, usual) => unfounded(usual) } },
    ),
  },
  {
    id: 'E-D5f',
    what: '退单只写理由,不写依据',
    ends: 'refused',
    play: refusedAt('take', {
      form: {
        decision: 'return',
        officer: undefined,
        needExpert: undefined,
        reason: '不属本单位职责',
        suggestUnit: 'dinghai',
      },
    }),
  },
];
