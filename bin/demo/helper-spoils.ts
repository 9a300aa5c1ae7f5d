import { STAFF } from './people.ts';
import type { Script } from './script.ts';
import { refusedAt, told, type Spoil } from './spoil.ts';

/**
 * Ways to spoil what every case does that calls rectify-item and serve-document. `toRectify`: what must be done otherwise
 * so that a case of the play comes to a rectification at all.
 */
export const helperSpoils = (toRectify: Script = {}): Spoil[] => [
  {
    id: 'C2',
    what: '整改报告不附整改后照片',
    ends: 'refused',
    play: refusedAt('rectify', { form: { afterPhotos: undefined } }, toRectify),
  },
  {
    id: 'C5',
    what: '文书机要代为登记签收,却没有送达回证',
    ends: 'refused',
    play: refusedAt('receipt', {
      as: STAFF.clerk,
      form: { onBehalf: true, scan: undefined, signature: undefined },
    }),
  },
  {
    id: 'C7',
    what: '把改了后缀的文本当作送达回证放进案卷',
    ends: 'refused',
    async play(player, script) {
      const task = await player.reach('receipt', script);
      const clerk = await player.api.as(STAFF.clerk);
      const form = new FormData();
      form.append('file', new Blob(['没有扫描件']), '送达回证.pdf');
      const answer = await clerk.raw('POST', '/files', { form });
      if (answer.ok) return null;
      return {
        step: `${task.elementName}(上传回证)`,
        rule: String(((await answer.json()) as { title: string }).title),
      };
    },
  },
  {
    id: 'X-R1',
    what: '有一项不合格,总体结论却写合格',
    ends: 'refused',
    play: refusedAt(
      'recheck',
      {
        form: (_, usual) => ({
          ...usual,
          points: (usual.points as object[]).map((row) => ({ ...row, result: '不合格' })),
        }),
      },
      toRectify,
    ),
  },
  {
    id: 'X-R2',
    what: '整改期满以后补交,想不留逾期和升级记录',
    ends: 'refused',
    async play(player, script) {
      const task = await player.reach('rectify', { ...script, ...toRectify });
      await player.moveClock(new Date(Date.parse(task.dueAt!) + 3600_000));
      await player.waitFor('取消', ({ tasks }) =>
        tasks.find(({ taskId, state }) => taskId === task.taskId && state === 'cancelled'),
      );
      return told(task.elementName, await player.refusal(task));
    },
  },
  {
    id: 'X-S1',
    what: '签收人不签名',
    ends: 'refused',
    play: refusedAt('receipt', { form: { signature: undefined } }),
  },
  {
    id: 'X-S2',
    what: '留置送达只去了一个人',
    ends: 'refused',
    play: refusedAt(
      'serve-otherwise',
      { form: { servers: [STAFF.officer] } },
      { receipt: { form: { received: 'no', refuseReason: '对认定的情况有异议,不同意签收' } } },
    ),
  },
];
