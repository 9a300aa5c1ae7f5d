import type { Actor } from './actor.ts';
import { EVIDENCE_FACTS } from './file/evidence-row.ts';
import { addParties, registerCase, settingsOf } from './cases.ts';
import { one, type Trx } from './db.ts';
import { definition } from './definitions.ts';
import type { Job } from './engine-jobs.ts';
import { notFound } from './errors.ts';
import { linkCases } from './messages.ts';
import { createItem } from './items.ts';
import { objectOf, objectVariables } from './object.ts';
import { preparedFor } from './prepared.ts';
import { latestSubmission } from './submissions.ts';
import { now } from './time.ts';

/** What a caller hands to a process that owns a case of its own (processes.md §0.5). */
export interface CallInput {
  parentCaseId?: string | null | undefined;
  findingId?: string | null | undefined;
  sourceId?: string | null | undefined;
  level?: string | null | undefined;
  unitId?: string | null | undefined;
  handlerGroup?: string | null | undefined;
}

/** A matter as its caller found it (`prepared`, name `brief`, scope = the matter's id): the called case goes on with it. */
export interface Brief {
  title: string;
  demand: string;
  /** Articles it offends against, in words. */
  article: string | null;
  /** Shanghai day. */
  rectifyBy: string | null;
}

/**
 * The case row of a called process, whose instance runs already: title, firm and place come from the caller's case, the
 * units that handle it see it. What the caller laid out for the matter as `brief` becomes the case's item, with the
 * caller's pictures of it. Gives also what the engine must know of the object. Throws 404 without a caller: a process that owns cases is started through the product.
 */
export async function openCalledCase(
  trx: Trx,
  actor: Actor,
  job: Job,
  input: CallInput,
): Promise<{ caseId: string; caseNo: string; variables: Record<string, unknown> }> {
  const parent = await one<{
    case_no: string;
    title: string;
    reported: boolean;
    firm_uscc: string | null;
    facts: Record<string, unknown>;
  }>(trx, 'select case_no, title_out as title, reported, firm_uscc, facts from cases where case_id = ?', [
    input.parentCaseId ?? null,
  ]);
  if (parent === undefined) throw notFound('被调用的流程没有上级案件');
  const { meta } = await definition(trx, job.definitionKey);
  const key = input.findingId ?? input.sourceId;
  const object = await objectOf(trx, input.unitId ?? parent.firm_uscc);
  const name = object?.name ?? parent.facts.object;
  const brief = key
    ? ((await preparedFor(trx, input.parentCaseId!, 'brief', key)) as Brief | undefined)
    : undefined;
  const opened = await registerCase(trx, actor, {
    process: meta.process,
    series: meta.series ?? meta.process,
    title: [...[name, ...(brief ? [brief.title] : [meta.name, parent.title])].filter(Boolean).join(' · ')]
      .slice(0, 80)
      .join(''),
    ...settingsOf(meta),
    ...(key ? { businessKey: key } : {}),
    entry: 'graded',
    anonymous: true,
    level: input.level ?? null,
    unitId: object?.kind === 'unit' ? object.id : null,
    firmUscc: object?.kind === 'firm' ? object.id : null,
    parentCaseId: input.parentCaseId!,
    facts: {
      object: name,
      place: await verifiedPlace(trx, input.parentCaseId!, parent),
      category: parent.facts.category,
      description: brief?.title ?? parent.title,
      article: brief?.article ?? undefined,
      from: parent.case_no,
    },
    search: String(name ?? ''),
    parties: [],
  });
  await addParties(trx, opened.caseId, input.handlerGroup ? [input.handlerGroup] : [], '承办');
  await linkCases(trx, input.parentCaseId!, opened.caseId, 'child');
  if (brief !== undefined && key) await takeOver(trx, input.parentCaseId!, opened.caseId, key, brief);
  return { ...opened, variables: input.unitId ? objectVariables(object) : {} };
}

/** Where it is: as officers found it. Where somebody reported the caller's case, his own words of the place stay there. */
async function verifiedPlace(
  trx: Trx,
  parentId: string,
  parent: { reported: boolean; facts: Record<string, unknown> },
): Promise<unknown> {
  if (!parent.reported) return parent.facts.place;
  const found = (await latestSubmission(trx, parentId, { form: 'hazard.verify' }))?.data;
  return (found?.place as { address?: string } | undefined)?.address;
}

/** The caller's finding, with its pictures, becomes the item of the called case: its file must be complete by itself. */
async function takeOver(
  trx: Trx,
  parentId: string,
  caseId: string,
  itemId: string,
  brief: Brief,
): Promise<void> {
  await createItem(trx, caseId, { itemId, kind: 'hazard', ...brief, at: now() });
  await trx.raw(
    `insert into evidence (evidence_id, case_id, item_id, element_id, field, phase, sha256, name, by, at, ${EVIDENCE_FACTS})
     select gen_random_uuid(), :caseId, item_id, element_id, field, phase, sha256, name, by, at, ${EVIDENCE_FACTS}
     from standing_evidence where case_id = :parentId and item_id = :itemId`,
    { caseId, parentId, itemId },
  );
}
