import { randomUUID } from 'node:crypto';
import type { Actor } from './actor.ts';
import { openCase, settingsOf } from './cases.ts';
import { rows, type Trx } from './db.ts';
import type { ProcessMeta } from './definitions.ts';
import type { CompiledForm } from './forms/types.ts';
import { objectOf, objectVariables } from './object.ts';
import { streetOf } from './street-of.ts';
import { accept } from './submission/accept.ts';
import { keep } from './submission/keep.ts';
import { nameKey } from './text/fold.ts';
import { shortened } from './text/limits.ts';
import { now } from './time.ts';

export interface StartOptions {
  entry: 'report' | 'opened';
  /** By message instead of the none start event. */
  startMessage?: string;
  businessKey?: string;
  variables?: Record<string, unknown>;
}

/**
 * Start a case from its start form: accept → case row with audit row and start command → keep, in the caller's
 * transaction. Throws 400 with field errors.
 */
export async function startCase(
  trx: Trx,
  actor: Actor,
  meta: ProcessMeta,
  form: CompiledForm,
  sent: unknown,
  options: StartOptions,
): Promise<{ caseId: string; caseNo: string }> {
  const accepted = await accept(trx, actor, form, sent, {});
  const { data } = accepted;
  const firm = await reportedFirm(trx, data.object);
  const object = await objectOf(trx, firm?.uscc ?? (typeof data.unit === 'string' ? data.unit : null));
  const name = firm?.name ?? object?.name ?? null;
  const place = data.place as { address?: string } | undefined;
  const street = object?.streetUnitId ?? (await streetOf(trx, place?.address ?? ''));
  const anonymous = data.anonymous === 'yes';
  const opened = await openCase(trx, actor, {
    process: meta.process,
    series: meta.series!,
    title: titleOf(data, name, meta.name),
    ...settingsOf(meta),
    ...(options.businessKey === undefined ? {} : { businessKey: options.businessKey }),
    ...(options.startMessage === undefined ? {} : { startMessage: options.startMessage }),
    source: (data.source as string | undefined) ?? null,
    entry: options.entry,
    anonymous,
    unitId: object?.kind === 'unit' ? object.id : null,
    firmUscc: firm?.uscc ?? null,
    facts: factsOf(data, name),
    registered: data,
    audit: { form: form.id },
    search: shortened(
      [name, place?.address, data.category, data.ticketNo, data.description].filter(Boolean).join(' '),
      1000,
    ),
    parties: [...new Set(meta.startGroups.filter((group) => actor.groups.includes(group)))],
    variables: {
      entry: options.entry,
      openerGroup: `person:${actor.account}`,
      anonymous,
      source: data.source ?? null,
      receivedAt: now().toISOString(),
      ...objectVariables(object),
      streetGroup: street ? `street:${street}` : null,
      ...(data.ticketNo === undefined ? {} : { ticketNo: data.ticketNo }),
      ...options.variables,
    },
  });
  await keep(trx, actor, accepted, {
    submissionId: randomUUID(),
    caseId: opened.caseId,
    elementId: 'start',
    itemId: null,
    scopeId: null,
    at: now(),
    task: null,
    answer: {},
    papers: [],
    // Opening the case wrote its audit row, with all that was registered, and sent its start.
    act: null,
    send: null,
  });
  return opened;
}

/** The firm as reported: of the register, or by a name alone. */
async function reportedFirm(
  trx: Trx,
  object: unknown,
): Promise<{ uscc: string | null; name: string } | null> {
  const given = object as { uscc?: string; name?: string } | undefined;
  const known = await objectOf(trx, given?.uscc);
  if (known) return { uscc: known.id, name: known.name };
  return given?.name ? { uscc: null, name: given.name } : null;
}

/** A name somebody gave the matter, else whom and what it is about. */
function titleOf(data: Record<string, unknown>, object: string | null, fallback: string): string {
  const text = (typeof data.title === 'string' ? [data.title] : [object, data.category, data.description])
    .filter((part) => typeof part === 'string' && part !== '')
    .join(' · ');
  return [...(text || fallback)].slice(0, 80).join('');
}

/** What the head of the case page shows; the reporter appears only as 实名 or 匿名. */
function factsOf(data: Record<string, unknown>, object: string | null): Record<string, unknown> {
  return {
    source: data.source,
    ticketNo: data.ticketNo,
    ticketKind: data.ticketKind,
    object: object ?? undefined,
    place: (data.place as { address?: string } | undefined)?.address,
    category: data.category,
    urgency: data.urgency === undefined ? undefined : data.urgency === 'urgent' ? '紧急' : '一般',
    basis: data.basis,
    description: data.description,
    reporter: data.anonymous === undefined ? undefined : data.anonymous === 'yes' ? '匿名' : '实名(身份保密)',
  };
}

/** Cases in progress that may be about the same thing: same firm, or same category at a like address. */
export async function possibleDuplicates(trx: Trx, process: string, data: Record<string, unknown>) {
  const object = data.object as { uscc?: string; name?: string } | undefined;
  const place = (data.place as { address?: string } | undefined)?.address ?? '';
  const found = await rows<{
    case_id: string;
    case_no: string;
    title: string;
    status: string;
    opened_at: Date;
    same_firm: boolean;
  }>(
    trx,
    `select case_id, case_no, title, status, opened_at, coalesce(firm_uscc = :uscc or replace(fold_text(facts->>'object'), ' ', '') = :name, false) as same_firm from cases
     where process = :process and status in ('opening', 'open') and (
       (firm_uscc = :uscc) or replace(fold_text(facts->>'object'), ' ', '') = :name or (facts->>'category' = :category and :place <> '' and similarity(coalesce(facts->>'place', ''), :place) > 0.4))
     order by opened_at desc limit 5`,
    {
      process,
      uscc: object?.uscc ?? '',
      name: nameKey(object?.name ?? '') || null,
      category: String(data.category ?? ''),
      place,
    },
  );
  return found.map((row) => ({
    caseId: row.case_id,
    caseNo: row.case_no,
    title: row.title,
    status: row.status,
    openedAt: row.opened_at.toISOString(),
    why: row.same_firm ? '同一单位有在办案件' : '同类别、地点相近',
  }));
}
