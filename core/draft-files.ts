import { rows, type Trx } from './db.ts';

/**
 * Which of these files the account may hand in, and who uploaded each: its own uploads, and those of a draft that
 * somebody left to the groups of an open task (core/drafts.ts). Row-level security shows the latter only to these groups.
 */
export async function usable(
  trx: Trx,
  account: string,
  shas: readonly string[],
): Promise<Map<string, { by: string; name: string }>> {
  if (shas.length === 0) return new Map();
  const found = await rows<{ sha256: string; by: string; name: string }>(
    trx,
    `select distinct on (u.sha256) u.sha256, u.by, u.name from upload u
     where u.sha256 = any(:shas) and (u.by = :me or exists (
       select 1 from task_draft_left l join task t on t.task_id = l.task_id and t.state = 'open'
         and (t.assignee is null or t.assignee = :me)
       where l.files @> array[u.sha256]))
     order by u.sha256, u.by = :me desc, u.at desc`,
    { shas: [...shas], me: account },
  );
  return new Map(found.map(({ sha256, by, name }) => [sha256, { by, name }]));
}
