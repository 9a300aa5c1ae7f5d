import type { Actor } from './actor.ts';
import { rows, type Trx } from './db.ts';
import { MESSAGE_NAMES, STARTS } from './message-names.ts';
import { CASE_LINK, wordOf } from './words.ts';

/** A case in the web. What the reader may not see has no content: all but id, kind and steps are null. */
export interface WebNode {
  id: string;
  kind: 'case' | 'item' | 'trigger';
  /** Links between it and the case that was asked for. */
  steps: number;
  seen: boolean;
  caseNo: string | null;
  process: string | null;
  title: string | null;
  status: string | null;
  verdict: 'green' | 'red' | null;
  /** Why it leads nowhere, in a word or two. */
  orphan: string | null;
}

export interface WebEdge {
  from: string;
  to: string;
  kind: string;
  /** Why, in Chinese. */
  word: string;
}

/** `cut`: there is more than is shown (too far away, or too much). */
export interface CaseWeb {
  root: string;
  nodes: WebNode[];
  edges: WebEdge[];
  cut: boolean;
}

const STEPS_MAX = 6;
const NODES_MAX = 120;

interface Link {
  from_case: string;
  to_case: string;
  kind: string;
}

const LINKS = `select distinct * from (
    select from_case, to_case, kind from case_link where from_case = any(:ids) or to_case = any(:ids)
    union all select parent_case_id, case_id, 'child' from cases where parent_case_id = any(:ids) or (case_id = any(:ids) and parent_case_id is not null)
    union all select source_case_id, case_id, 'source' from cases where source_case_id = any(:ids) or (case_id = any(:ids) and source_case_id is not null)
  ) l order by from_case, to_case, kind`;

/**
 * The web of a case: what led to it and what it led to, several steps in both directions, with the messages that wait for
 * a process (待启动) and the items a link starts from. Needs a transaction that sees every case; what the actor may not see
 * is a node without content. Behind that, and behind a case of which the actor sees only the head, nothing is looked for.
 * In: a case the actor sees the whole of.
 */
export async function caseWeb(trx: Trx, actor: Actor, caseId: string): Promise<CaseWeb> {
  const steps = new Map([[caseId, 0]]);
  const seen = new Set([caseId]);
  const whole = new Set([caseId]);
  const links = new Map<string, Link>();
  let edge = [caseId];
  let cut = false;
  for (let step = 1; edge.length > 0; step += 1) {
    const found = await rows<Link>(trx, LINKS, { ids: edge });
    const fresh = [...new Set(found.flatMap((link) => [link.from_case, link.to_case]))].filter(
      (id) => !steps.has(id),
    );
    const room = step > STEPS_MAX ? 0 : NODES_MAX - steps.size;
    cut ||= fresh.length > room;
    for (const id of fresh.slice(0, room)) steps.set(id, step);
    for (const link of found)
      if (steps.has(link.from_case) && steps.has(link.to_case))
        links.set(`${link.from_case} ${link.to_case} ${link.kind}`, link);
    const met = await visible(trx, actor, fresh.slice(0, room));
    for (const { case_id } of met) seen.add(case_id);
    edge = met.filter(({ full }) => full).map(({ case_id }) => case_id);
    for (const id of edge) whole.add(id);
  }
  const nodes = await caseNodes(trx, steps, seen, whole);
  const web: CaseWeb = { root: caseId, nodes, edges: await caseEdges(trx, [...links.values()], whole), cut };
  await addItems(trx, web, whole);
  await addTriggers(trx, web, whole);
  return web;
}

/** Those of the cases that the actor sees, and whether the whole of them. */
async function visible(trx: Trx, actor: Actor, ids: string[]): Promise<{ case_id: string; full: boolean }[]> {
  if (actor.readsAll) return ids.map((case_id) => ({ case_id, full: true }));
  return rows(
    trx,
    `select case_id, bool_or(scope = 'full') as full from case_party
     where case_id = any(?) and grp = any(?) group by case_id`,
    [ids, actor.groups],
  );
}

async function caseNodes(
  trx: Trx,
  steps: ReadonlyMap<string, number>,
  seen: ReadonlySet<string>,
  whole: ReadonlySet<string>,
): Promise<WebNode[]> {
  const found = await rows<{
    case_id: string;
    case_no: string;
    process: string;
    title: string;
    title_out: string;
    status: string;
    verdict: 'green' | 'red' | null;
  }>(
    trx,
    'select case_id, case_no, process, title, title_out, status, verdict from cases where case_id = any(?) order by opened_at, case_no',
    [[...steps.keys()]],
  );
  return found.map((row) => ({
    ...blank(row.case_id, 'case', steps.get(row.case_id)!),
    ...(seen.has(row.case_id)
      ? {
          seen: true,
          caseNo: row.case_no,
          process: row.process,
          title: whole.has(row.case_id) ? row.title : row.title_out,
          status: row.status,
          verdict: row.verdict,
          orphan: row.status === 'cancelled' ? '已撤销' : null,
        }
      : {}),
  }));
}

const blank = (id: string, kind: WebNode['kind'], steps: number): WebNode => ({
  id,
  kind,
  steps,
  seen: false,
  caseNo: null,
  process: null,
  title: null,
  status: null,
  verdict: null,
  orphan: null,
});

/** Of a link that a message made, the message's own words; a pair has no bare 来源 beside a better word. */
async function caseEdges(trx: Trx, links: Link[], whole: ReadonlySet<string>): Promise<WebEdge[]> {
  const messages = await rows<{ from_case: string; to_case: string; name: string }>(
    trx,
    `select case_id as from_case, cast(body as jsonb)->'after'->>'caseId' as to_case, min(subject) as name from audit_event
     where case_id = any(?) and act in ('case.triggered', 'case.attached', 'trigger.replayed') group by 1, 2`,
    [links.map(({ from_case }) => from_case).filter((id) => whole.has(id))],
  );
  const named = new Map(messages.map((m) => [`${m.from_case} ${m.to_case}`, m.name]));
  const kinds = Map.groupBy(links, (link) => `${link.from_case} ${link.to_case}`);
  return links
    .filter((link) => link.kind !== 'source' || kinds.get(`${link.from_case} ${link.to_case}`)!.length === 1)
    .map(({ from_case, to_case, kind }) => ({
      from: from_case,
      to: to_case,
      kind,
      word:
        (kind === 'source' && MESSAGE_NAMES[named.get(`${from_case} ${to_case}`) ?? '']) ||
        (wordOf(CASE_LINK, kind) ?? kind),
    }));
}

/** The item stands between two cases where the second is about it, or where it was merged into another case's item. */
async function addItems(trx: Trx, web: CaseWeb, whole: ReadonlySet<string>): Promise<void> {
  const items = await rows<{
    item_id: string;
    case_id: string;
    no: number;
    title: string;
    to_case: string;
    merged: boolean;
  }>(
    trx,
    `select i.item_id, i.case_id, i.no, i.title, c.case_id as to_case, false as merged
     from item i join cases c on c.business_key = cast(i.item_id as text) and c.case_id <> i.case_id where i.case_id = any(:ids)
     union all select i.item_id, i.case_id, i.no, i.title, t.case_id, true
     from item i join item t on t.item_id = i.merged_into and t.case_id <> i.case_id where i.case_id = any(:ids)`,
    { ids: [...whole] },
  );
  const known = new Map(web.nodes.map((node) => [node.id, node]));
  for (const item of items) {
    if (!known.has(item.to_case)) continue;
    if (!known.has(item.item_id)) {
      const node: WebNode = {
        ...blank(item.item_id, 'item', known.get(item.case_id)!.steps),
        seen: true,
        title: `事项${item.no}：${item.title}`,
      };
      known.set(node.id, node);
      web.nodes.push(node);
      web.edges.push({ from: item.case_id, to: item.item_id, kind: 'item', word: '事项' });
    }
    const direct = web.edges.find(({ from, to }) => from === item.case_id && to === item.to_case);
    if (direct) direct.from = item.item_id;
    else if (item.merged)
      web.edges.push({ from: item.item_id, to: item.to_case, kind: 'merged', word: '并入' });
  }
}

/** What waits for its process, and what was sent to one that should have made a case and did not. */
async function addTriggers(trx: Trx, web: CaseWeb, whole: ReadonlySet<string>): Promise<void> {
  const triggers = await rows<{
    trigger_id: string;
    case_id: string;
    name: string;
    reason: string;
    sent: boolean;
  }>(
    trx,
    `select t.trigger_id, t.case_id, t.name, t.reason, t.replayed_at is not null as sent from pending_trigger t
     where t.case_id = any(:ids) and (t.replayed_at is null or (t.name = any(:starts) and not exists (
       select 1 from cases c where c.business_key = t.key))) order by t.created_at`,
    { ids: [...whole], starts: Object.keys(STARTS) },
  );
  for (const { trigger_id, case_id, name, reason, sent } of triggers) {
    const word = MESSAGE_NAMES[name] ?? name;
    web.nodes.push({
      ...blank(trigger_id, 'trigger', web.nodes.find(({ id }) => id === case_id)!.steps + 1),
      seen: true,
      title: [word, reason].join('：'),
      status: sent ? 'sent' : 'waiting',
      orphan: sent ? '无对应案件' : null,
    });
    web.edges.push({ from: case_id, to: trigger_id, kind: 'trigger', word });
  }
}
