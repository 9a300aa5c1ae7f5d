import type { ProductUnderTest as Product } from './product.ts';
import { NAMED, TICKET, VOLUNTEER, WORDS, type Played } from './reported-cases.ts';
import type { Session } from './story.ts';

/** Those of the secrets that stand in an answer, escaped or not. */
export const told = (answer: string, secrets: string[]): string[] => {
  const plain = answer.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
  return secrets.filter((secret) => answer.includes(secret) || plain.includes(secret));
};

/** Every GET of the contract with the ids of a case put in, and the searches a curious person would try. */
export async function pathsOf(product: Product, auditor: Session, cases: Played[]): Promise<string[]> {
  const { paths } = await auditor.get<{ paths: Record<string, object> }>('/openapi.json');
  const ids = await idsOf(
    product,
    cases.map(({ story }) => story.caseId),
  );
  const found = new Set<string>();
  for (const [path, methods] of Object.entries(paths)) {
    if (!('get' in methods) || /events|operator|session|healthz|metrics/.test(path)) continue;
    for (const filled of fill(path.replace(/^\/api/, ''), ids)) found.add(filled);
  }
  const searches = [
    TICKET,
    WORDS,
    WORDS.slice(0, 6),
    NAMED.reporter,
    NAMED.reporterPhone,
    VOLUNTEER.name,
    '12345',
    '志愿者',
  ];
  for (const q of searches)
    for (const list of ['/cases', '/tasks', '/tasks?view=done', '/tasks?view=started'])
      found.add(`${list}${list.includes('?') ? '&' : '?'}q=${encodeURIComponent(q)}`);
  for (const view of ['done', 'started']) found.add(`/tasks?view=${view}`);
  for (const { clockId, caseId } of ids.clocks)
    found.add(`/cases/${caseId}/extensions/form?clockId=${clockId}`);
  return [...found];
}

type Ids = Awaited<ReturnType<typeof idsOf>>;
async function idsOf(product: Product, caseIds: string[]) {
  const of = async (sql: string) => (await product.rows<{ id: string }>(sql, [caseIds])).map(({ id }) => id);
  return {
    caseId: caseIds,
    taskId: await of('select task_id as id from task where case_id = any($1)'),
    docId: await of('select doc_id as id from document where case_id = any($1)'),
    itemId: await of('select item_id as id from item where case_id = any($1)'),
    sha256: await of('select distinct sha256 as id from evidence where case_id = any($1)'),
    elementId: ['wait-lead'],
    process: ['hazard-dispatch', 'warning-talk'],
    name: ['measures', 'duties', 'experts', 'scores'],
    clocks: await product.rows<{ clockId: string; caseId: string }>(
      'select clock_id as "clockId", case_id as "caseId" from clock where case_id = any($1)', [caseIds]), // prettier-ignore
  };
}

/** Every combination of ids for the parameters of a path; a parameter nobody knows is left out with its path. */
function fill(path: string, ids: Ids): string[] {
  const name = /\{(\w+)\}|:(\w+)/.exec(path);
  if (name === null) return [path];
  const values = (ids as unknown as Record<string, string[] | undefined>)[name[1] ?? name[2]!];
  return (values ?? []).flatMap((value) => fill(path.replace(name[0], value), ids));
}

/** The text of an answer, headers (file names) included; of papers what they say, as their bytes are compressed. */
export async function answerOf(
  product: Product,
  session: Session,
  path: string,
): Promise<{ status: number; text: string }> {
  const answer = await session.raw('GET', path);
  const type = answer.headers.get('content-type') ?? '';
  const headers = [...answer.headers].map(([key, value]) => `${key}: ${decodeURIComponent(value.replace(/%(?![0-9a-f]{2})/gi, '%25'))}`).join('\n'); // prettier-ignore
  const body = /json|text|xml/.test(type) ? await answer.text() : (await answer.arrayBuffer(), '');
  const doc = /^\/documents\/([0-9a-f-]{36})\/pdf/.exec(path)?.[1];
  return {
    status: answer.status,
    text: `${headers}\n${body}${doc && answer.ok ? await paperText(product, doc) : ''}`,
  };
}

async function paperText(product: Product, docId: string): Promise<string> {
  const [paper] = await product.rows(
    `select d.title, d.data, d.body, d.recipient, s.data as said from document d
     left join submission s on s.task_id = d.task_id and d.way = 'form' where d.doc_id = $1`, [docId]); // prettier-ignore
  return JSON.stringify(paper);
}

/** What an answer says of these cases: of a list their rows, of a form or register nothing, of anything else all. */
export function ofOurs(cases: readonly Played[], path: string, text: string): string {
  if (/start-form$|^\/registers|^\/lookups/.test(path)) return '';
  if (!/^\/(cases|tasks)(\?|$)/.test(path)) return text;
  const { items } = JSON.parse(text.slice(text.indexOf('\n{') + 1)) as { items: { caseId: string }[] };
  return JSON.stringify(items.filter((row) => cases.some(({ story }) => story.caseId === row.caseId)));
}
