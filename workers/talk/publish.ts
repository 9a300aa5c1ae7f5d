import { randomUUID } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import { conflict } from '../../core/errors.ts';
import { latestSubmission, textOf } from '../../core/submissions.ts';
import { uuid } from '../input.ts';
import { verb } from '../verb.ts';

const OUTCOME: Record<string, string> = { strike: 'struck-off', account: 'accountability' };

/**
 * Closes a talk with the leader's conclusion: outcome of the case, the lesson (or 无 with its reason), and the public text
 * where the talk is public. Once per case, however often it runs. Throws 409 before there is a conclusion.
 */
export default verb({
  name: '公开与登记教训',
  input: Type.Object({ caseId: uuid }),
  async run({ caseId, trx, at, acted }) {
    const effect = await latestSubmission(trx, caseId, { form: 'talk.effect' });
    if (effect === undefined) throw conflict('还没有约谈效果结论，不能公开和登记教训');
    const { data, by } = effect;
    const lesson = textOf(data, 'lesson');
    const reason = textOf(data, 'noLessonReason');
    await trx.raw('delete from lesson where case_id = ?', [caseId]);
    await trx('lesson').insert({
      lesson_id: randomUUID(),
      case_id: caseId,
      text: reason === '' ? lesson : `${lesson}（${reason}）`,
      by,
      at,
    });
    const publicText = textOf(data, 'publicText');
    if (publicText !== '')
      await trx.raw(
        `insert into talk_publication (case_id, text, published_at) values (?, ?, ?)
         on conflict (case_id) do update set text = excluded.text, published_at = excluded.published_at`,
        [caseId, publicText, at],
      );
    const outcome = OUTCOME[textOf(data, 'conclusion')] ?? null;
    await trx.raw(
      'update cases set outcome = coalesce(?, outcome), outcome_reason = coalesce(?, outcome_reason) where case_id = ?',
      [outcome, textOf(data, 'opinion') || null, caseId],
    );
    acted('talk.published', effect.element_id, { after: { outcome, lesson, published: publicText !== '' } });
    return {};
  },
});
