import { Type } from '@sinclair/typebox';
import { one, type Trx } from '../../core/db.ts';
import { printMissing } from '../../core/documents.ts';
import { evaluateCase, type Predicate, type Verdict } from '../../core/verdict/index.ts';
import { maybe, text } from '../input.ts';
import { verb } from '../verb.ts';

/** The engine is told what is wrong, not the whole verdict: variables stay small (engine.md). */
const MOST_LINES = 20;
const LONGEST_MESSAGE = 160;

/**
 * 闭环核验: prints what the file still lacks, judges the case, stores the verdict. Gives `verdict` (`green`/`red`) and the
 * red lines for 补正. The outcome the diagram arrived with is kept on the case if nobody has set one.
 */
export default verb({
  name: '闭环核验',
  input: Type.Object({ outcome: maybe(text) }),
  async run({ trx, caseId, input, at, acted }) {
    if (input.outcome) await keepOutcome(trx, caseId, input.outcome);
    await printMissing(trx, caseId);
    const verdict = await evaluateCase(trx, caseId);
    await store(trx, caseId, verdict, at);
    const redLines = redLinesOf(verdict.predicates);
    acted('verdict.formed', 'case.verdict', { after: { result: verdict.result, redLines } });
    return { verdict: verdict.result, redLines };
  },
});

/** Red predicates as the supplement shows them and the diagram carries them. */
export function redLinesOf(predicates: readonly Predicate[]): { id: string; message: string }[] {
  return predicates
    .filter((predicate) => predicate.value === 'red')
    .slice(0, MOST_LINES)
    .map(({ id, message }) => ({ id, message: shortened(message) }));
}

const shortened = (message: string): string => {
  const characters = [...message];
  return characters.length > LONGEST_MESSAGE
    ? `${characters.slice(0, LONGEST_MESSAGE - 1).join('')}…`
    : message;
};

async function keepOutcome(trx: Trx, caseId: string, outcome: string): Promise<void> {
  await trx.raw('update cases set outcome = ? where case_id = ? and outcome is null', [outcome, caseId]);
}

async function store(trx: Trx, caseId: string, verdict: Verdict, at: Date): Promise<void> {
  const last = await one<{ seq: number }>(
    trx,
    'select coalesce(max(seq), 0) as seq from verdict where case_id = ?',
    [caseId],
  );
  await trx.raw('insert into verdict (case_id, seq, at, result, predicates) values (?, ?, ?, ?, ?)', [
    caseId,
    last!.seq + 1,
    at,
    verdict.result,
    JSON.stringify(verdict.predicates),
  ]);
  await trx.raw('update cases set verdict = ? where case_id = ?', [verdict.result, caseId]);
}
