import { Type } from '@sinclair/typebox';
import { one, type Trx } from '../../core/db.ts';
import { AppError } from '../../core/errors.ts';
import { sealFile } from '../../core/seal.ts';
import { evaluateCase } from '../../core/verdict/index.ts';
import { verb } from '../verb.ts';

/**
 * 封卷归档: freezes the file with the hash of its catalogue. Judges once more and refuses while anything is red: between
 * the verdict and the seal something may have come to light, and a seal is for ever.
 */
export default verb({
  name: '封卷归档',
  input: Type.Object({}),
  async run({ trx, caseId, at, acted }) {
    const before = await statusOf(trx, caseId);
    if (before === 'sealed') return {};
    const { predicates } = await evaluateCase(trx, caseId);
    const red = predicates.filter((predicate) => predicate.value === 'red');
    if (red.length > 0)
      throw new AppError(
        'not-closed',
        409,
        `不能封卷：${red.map(({ id, message }) => `${id} ${message}`).join('；')}`,
      );
    const { sealHash, docId } = await sealFile(trx, caseId, at);
    acted('case.sealed', 'case.seal', {
      before: { status: before },
      after: { status: 'sealed', sealHash },
      more: { docId },
    });
    return {};
  },
});

async function statusOf(trx: Trx, caseId: string): Promise<string | undefined> {
  return (
    await one<{ status: string }>(trx, 'select status from cases where case_id = ? for update', [caseId])
  )?.status;
}
