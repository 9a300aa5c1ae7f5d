import type { Actor } from './actor.ts';
import { addParties, registerCase } from './cases.ts';
import { one, type Trx } from './db.ts';
import { definition } from './definitions.ts';
import type { Job } from './engine-jobs.ts';
import { notFound } from './errors.ts';
import { linkCases } from './messages.ts';
import { objectOf } from './object.ts';

/** What a caller hands to a process that owns a case of its own (processes.md §0.5). */
export interface CallInput {
  parentCaseId?: string | null | undefined;
  findingId?: string | null | undefined;
  sourceId?: string | null | undefined;
  level?: string | null | undefined;
  unitId?: string | null | undefined;
  handlerGroup?: string | null | undefined;
}

/**
 * The case row of a called process, whose instance runs already: title, firm and place come from the caller's case, the
 * units that handle it see it. Throws 404 without a caller: a process that owns cases is started through the product.
 */
export async function openCalledCase(
  trx: Trx,
  actor: Actor,
  job: Job,
  input: CallInput,
): Promise<{ caseId: string; caseNo: string }> {
  const parent = await one<{
    case_no: string;
    title: string;
    firm_uscc: string | null;
    facts: Record<string, unknown>;
  }>(trx, 'select case_no, title, firm_uscc, facts from cases where case_id = ?', [
    input.parentCaseId ?? null,
  ]);
  if (parent === undefined) throw notFound('被调用的流程没有上级案件');
  const { meta } = await definition(trx, job.definitionKey);
  const key = input.findingId ?? input.sourceId;
  const object = await objectOf(trx, input.unitId ?? parent.firm_uscc);
  const name = object?.name ?? parent.facts.object;
  const opened = await registerCase(trx, actor, {
    process: meta.process,
    series: meta.series ?? meta.process,
    title: [...[name, meta.name, parent.title].filter(Boolean).join(' · ')].slice(0, 80).join(''),
    ownerGroup: meta.ownerGroup,
    ...(key ? { businessKey: key } : {}),
    entry: 'graded',
    anonymous: true,
    level: input.level ?? null,
    unitId: object?.kind === 'unit' ? object.id : null,
    firmUscc: object?.kind === 'firm' ? object.id : null,
    parentCaseId: input.parentCaseId!,
    facts: {
      object: name,
      place: parent.facts.place,
      category: parent.facts.category,
      description: parent.title,
      from: parent.case_no,
    },
    search: String(name ?? ''),
    parties: [],
  });
  await addParties(trx, opened.caseId, input.handlerGroup ? [input.handlerGroup] : [], '承办');
  await linkCases(trx, input.parentCaseId!, opened.caseId, 'child');
  return opened;
}
