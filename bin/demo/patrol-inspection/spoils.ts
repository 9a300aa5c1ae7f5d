import { STAFF } from '../people.ts';
import { helperSpoils } from '../helper-spoils.ts';
import { refusedAt, told, type Spoil } from '../spoil.ts';
import type { Form } from '../acts/act.ts';

/** Predicates that this process has nothing to do with. */
export const NOT_APPLICABLE: Record<string, string> = {
  C1b: '调用的隐患案件没有封卷,流程就走不到核验;触发的案件在同一事务中登记',
  C6: '巡查由安委办自己安排,没有需要答复的来源',
};

const DAY_MS = 24 * 3600_000;

const firstRow = (form: Form, field: string, change: Form): Form => ({
  ...form,
  [field]: (form[field] as Form[]).map((row, i) => (i === 0 ? { ...row, ...change } : row)),
});

/** The ways a patrol can be spoiled, by predicate. */
export const SPOILS: Spoil[] = [
  ...helperSpoils(),
  {
    id: 'C1',
    what: '收到的群众线索不转为问题,也不写理由',
    ends: 'refused',
    async play(player, script) {
      await player.reach('inspect', script);
      const duty = await player.api.as(STAFF.duty);
      const { now } = await duty.me();
      await player.send(STAFF.duty, 'lead-in', {
        source: '来电',
        receivedAt: now,
        object: 'dinghai',
        content: '街道一处仓库门口长期堵占通道。',
      });
      const task = await player.task('log-lead');
      return told(
        task.elementName,
        await player.refusal(task, { form: (_, usual) => ({ ...usual, keep: 'no', note: undefined }) }),
      );
    },
  },
  {
    id: 'C3',
    what: '复查过的人又去做回头看',
    ends: 'refused',
    async play(player, script) {
      const task = await player.reach('look-back', script);
      const rechecker = player.steps.findLast((step) => step.elementId === 'recheck')!.account;
      return told(task.elementName, await player.refusal(task, { as: rechecker }));
    },
  },
  {
    id: 'C4',
    what: '问题清单拖了两周才确认,没有说明',
    ends: 'red',
    async play(player, script) {
      const task = await player.reach('confirm-list', script);
      await player.moveClock(new Date(Date.parse(task.dueAt!) + 14 * DAY_MS));
      await player.waitForClock('patrol.list', ({ events }) => events.some(({ level }) => level === 3));
      await player.until('supplement', script);
      return null;
    },
  },
  {
    id: 'C8',
    what: '回头看只填结果,不拍照片',
    ends: 'refused',
    play: refusedAt('look-back', { form: (_, usual) => firstRow(usual, 'sample', { photo: undefined }) }),
  },
  {
    id: 'E-D1a',
    what: '没有到场,也不写原因',
    ends: 'refused',
    play: refusedAt('inspect', { form: () => ({ visited: 'no' }) }),
  },
  {
    id: 'E-D1b',
    what: '检查表空着一项',
    ends: 'refused',
    play: refusedAt('inspect', { form: (_, usual) => firstRow(usual, 'checks', { result: undefined }) }),
  },
  {
    id: 'E-D1c',
    what: '把一个问题划掉,不写理由',
    ends: 'refused',
    play: refusedAt('confirm-list', { form: (_, usual) => firstRow(usual, 'findings', { keep: '不列入' }) }),
  },
  {
    id: 'E-D1d',
    what: '扣分不写依据的条款',
    ends: 'refused',
    play: refusedAt('write-report', { form: (_, usual) => firstRow(usual, 'scores', { clause: undefined }) }),
  },
  {
    id: 'E-D1e',
    what: '回头看少查一个抽到的问题',
    ends: 'refused',
    play: refusedAt('look-back', {
      form: (_, usual) => ({ ...usual, sample: (usual.sample as Form[]).slice(1) }),
    }),
  },
];
