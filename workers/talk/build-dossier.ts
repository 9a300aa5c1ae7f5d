import { Type } from '@sinclair/typebox';
import { one } from '../../core/db.ts';
import { limitOf } from '../../core/limit.ts';
import { objectOf } from '../../core/object.ts';
import { populated } from '../../core/people.ts';
import { prepare } from '../../core/prepared.ts';
import { enterTrigger, layOutDossier, ORDERED, talkAbout } from '../../core/talk-triggers.ts';
import { maybe, text, uuid } from '../input.ts';
import { verb } from '../verb.ts';

/**
 * Brings together what a talk is about: enters the trigger, lays the dossier out for the form 约谈建议, looks whether an
 * older open talk deals with the same unit and cause. Gives `isDuplicate`, `duplicateOf`, `objectGroup` (null where nobody
 * of the unit has an account: then the clerks act for it), `postponeMax`, `absentMax`.
 */
export default verb({
  name: '汇集约谈事由',
  input: Type.Object({
    caseId: uuid,
    unitId: maybe(text),
    triggerId: maybe(text),
    rule: maybe(text),
    causes: maybe(Type.Array(text)),
    sourceCaseId: maybe(uuid),
  }),
  async run({ input, caseId, trx, at, acted }) {
    const rule = input.rule ?? ORDERED;
    await enterTrigger(trx, {
      trigger_id: input.triggerId ?? `${ORDERED}-${caseId}`,
      case_id: caseId,
      rule,
      unit_id: input.unitId ?? null,
      causes: input.causes ?? [],
      source_case_id: input.sourceCaseId ?? null,
      at,
    });
    await layOutDossier(trx, caseId);
    const object = await objectOf(trx, input.unitId);
    const [group] = object?.group ? await populated(trx, [object.group]) : [];
    const told = await one<{ name: string | null }>(
      trx,
      `select facts->>'object' as name from cases where case_id = ?`,
      [caseId],
    );
    await prepare(trx, caseId, 'object', object?.name ?? told?.name ?? '');
    const duplicate = await talkAbout(trx, caseId);
    acted('talk.dossier', rule, {
      after:
        duplicate === undefined
          ? { isDuplicate: false }
          : { isDuplicate: true, duplicateOf: duplicate.case_no },
      more: { triggerId: input.triggerId ?? null },
    });
    return {
      isDuplicate: duplicate !== undefined,
      duplicateOf: duplicate?.case_id ?? null,
      objectGroup: group ?? null,
      postponeMax: await limitOf(trx, 'talk.postpone.max'),
      absentMax: await limitOf(trx, 'talk.absent.max'),
    };
  },
});
