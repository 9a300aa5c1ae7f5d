import type { Actor } from '../actor.ts';
import { liveCase } from '../cases.ts';
import { one, rows, type Trx } from '../db.ts';
import { latestDefinition } from '../definitions.ts';
import { AppError, badRequest } from '../errors.ts';
import type { CompiledForm, FormComponent } from '../forms/types.ts';
import { notify } from '../notifications.ts';
import { startCase } from '../start-case.ts';
import { sealReporter } from '../vault.ts';
import { addSupplements, heard, supplementsOf } from './supplement.ts';
import {
  usccOf,
  pushHash,
  readTicket,
  saysNothing,
  type Known,
  type ReadTicket,
  type Unfit,
} from './ticket.ts';
import { textOf } from './values.ts';

/** The 12345 platform as an actor: it registers reports and sees nothing. Forms ask less of it, for nobody can ask it back. */
export const HOTLINE: Actor = {
  account: 'hotline',
  name: '12345热线',
  unitId: 'cyzx',
  post: '',
  groups: ['duty'],
  readsAll: false,
};
const PROCESS = 'hazard-dispatch';

export interface Received {
  caseId: string;
  caseNo: string;
  /** A case was opened; else it was live already. */
  opened: boolean;
}

/**
 * Take a push of the 12345 platform: opens a case, or, while a case of that number lives, adds to it what is new. A push is never refused
 * for what stands in it; only one that says nothing at all is (400). Equal pushes at once wait for each other.
 */
export async function receive(trx: Trx, pushed: Record<string, unknown>): Promise<Received> {
  if (saysNothing(pushed)) throw badRequest('推送的工单没有任何内容');
  const { meta, form: formOf } = await latestDefinition(trx, PROCESS);
  const form = formOf(meta.startForm!);
  const ticket = readTicket(pushed, await knownOf(trx, form, pushed));
  await trx.raw('select pg_advisory_xact_lock(hashtext(?))', [`hotline:${ticket.ticketNo}`]);
  const hash = pushHash(pushed);
  const live = await liveCase(trx, PROCESS, ticket.ticketNo);
  if (live !== undefined) {
    if (await heard(trx, live.case_id, hash)) await addTo(trx, live.case_id, ticket, hash);
    return { caseId: live.case_id, caseNo: live.case_no, opened: false };
  }
  const options = { entry: 'report', startMessage: 'hazard.ticket', businessKey: ticket.ticketNo } as const;
  const start = (data: Record<string, unknown>) => startCase(trx, HOTLINE, meta, form, data, options);
  const opened = await start(ticket.data).catch((error: unknown) => {
    // The form of an installation may ask for more than we know of; the report is registered all the same.
    if (!(error instanceof AppError) || error.status !== 400 || !error.errors) throw error;
    for (const { path, message } of error.errors) ticket.unfit.push(refused(ticket, path, message));
    const wrong = new Set(error.errors.map(({ path }) => path.split('.')[0]));
    ticket.secret.pushed ??= JSON.stringify(pushed);
    return start(withoutFields(ticket.data, wrong));
  });
  await heard(trx, opened.caseId, hash);
  await sealReporter(trx, opened.caseId, ticket.secret);
  await addSupplements(trx, HOTLINE, opened.caseId, ticket.ticketNo, 'unfit', ticket.unfit);
  return { ...opened, opened: true };
}

const SECRET = new Set(['reporter', 'reporterPhone', 'reporterContact']);

function refused({ data }: ReadTicket, path: string, message: string): Unfit {
  const key = path.split('.')[0]!;
  return { label: '登记表', text: SECRET.has(key) ? '' : (textOf(data[key]) ?? ''), why: message };
}

/** What the form must have, where what came can't stand in it. */
const LEAST: Record<string, unknown> = {
  anonymous: 'yes',
  place: { address: '（见待核对）' },
  description: '（12345 来件，内容见待核对）',
};

const withoutFields = (data: Record<string, unknown>, wrong: ReadonlySet<string | undefined>) => ({
  ...Object.fromEntries(Object.entries(data).filter(([key]) => !wrong.has(key))),
  ...Object.fromEntries(Object.entries(LEAST).filter(([key]) => wrong.has(key))),
});

const LABELS: Record<string, string> = {
  ticketKind: '工单类型',
  object: '被举报单位',
  place: '地点',
  category: '类别',
  description: '描述',
  urgency: '紧急度',
  deathInvolved: '是否涉及人员死亡',
};

/** What a later push of a live ticket says that the case has not heard. */
async function addTo(trx: Trx, caseId: string, ticket: ReadTicket, hash: string): Promise<void> {
  const first = await one<{ data: Record<string, unknown> }>(
    trx,
    `select data from submission where case_id = ? and element_id = 'start' order by at limit 1`,
    [caseId],
  );
  const before = new Set((await supplementsOf(trx, caseId)).map(({ label, text }) => `${label}\n${text}`));
  const changed = Object.entries(LABELS).flatMap(([key, label]): Unfit[] => {
    const text = words(ticket.data[key]);
    return text === '' || text === words(first?.data[key])
      ? []
      : [{ label, text, why: '12345 就同一工单再次推送，与登记的不同' }];
  });
  const fresh = [...changed, ...ticket.unfit].filter(
    ({ label, text }, i, all) =>
      !before.has(`${label}\n${text}`) &&
      all.findIndex((one) => one.label === label && one.text === text) === i,
  );
  const who = Object.entries({ ...ticket.data, ...ticket.secret }).filter(
    ([key]) => SECRET.has(key) || key.startsWith('12345:'),
  );
  // Under names of their own: what was known of the reporter before stays.
  const later = Object.fromEntries(who.map(([key, value]) => [`${key}@${hash.slice(0, 8)}`, value]));
  if (who.length > 0 || fresh.length > 0) await sealReporter(trx, caseId, later);
  await addSupplements(trx, HOTLINE, caseId, ticket.ticketNo, 'addition', fresh);
  if (fresh.length === 0) return;
  const owner = await one<{ owner_group: string }>(trx, 'select owner_group from cases where case_id = ?', [
    caseId,
  ]);
  await notify(trx, {
    groups: ['duty', owner!.owner_group],
    caseId,
    kind: 'ticket.added',
    text: '12345 就在办工单补充了内容，请查看案件经过',
  });
}

const OPTION_WORDS: Record<string, string> = { urgent: '紧急', normal: '一般', yes: '是', no: '否' };
function words(value: unknown): string {
  const place = value as { address?: string; name?: string; uscc?: string } | null | undefined;
  if (typeof place === 'object' && place !== null)
    return [place.address ?? place.name, place.uscc].filter(Boolean).join(' ');
  const text = textOf(value) ?? '';
  return OPTION_WORDS[text] ?? text;
}

/** What the form offers, and which of the pushed codes the register of firms has. */
async function knownOf(trx: Trx, form: CompiledForm, pushed: Record<string, unknown>): Promise<Known> {
  const found = await rows<{ uscc: string }>(trx, 'select uscc from firm where uscc = ?', [
    usccOf(textOf(pushed.firmUscc)) ?? '',
  ]);
  return {
    categories: optionsOf(form, 'category'),
    kinds: optionsOf(form, 'ticketKind'),
    firms: new Set(found.map(({ uscc }) => uscc)),
  };
}

function optionsOf(form: CompiledForm, key: string): string[] {
  const all = (components: readonly FormComponent[]): FormComponent[] =>
    components.flatMap((one) => [one, ...all(one.components ?? [])]);
  const field = all(form.schema.components).find((one) => one.key === key);
  return (field?.values ?? []).map(({ value }) => value);
}
