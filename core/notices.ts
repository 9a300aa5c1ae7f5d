import { one, type Trx } from './db.ts';
import { AppError, notFound } from './errors.ts';
import { textOf } from './submissions.ts';
import { shanghaiDayOf } from './time.ts';

export interface Notice {
  groups: string[];
  /** Chinese, without personal data. */
  text: string;
}

type Maker = (trx: Trx, caseId: string, variables: Record<string, unknown>) => Promise<Notice>;

/** Notices by template name, as header `template` of `notify.send` names them. */
const NOTICES: Record<string, Maker> = { 'extension-result': extensionResult };

export const noticeTemplates = (): string[] => Object.keys(NOTICES).sort();

/** Make a notice from a template and the variables of its step. Throws AppError when a diagram names an unknown one. */
export function noticeOf(
  trx: Trx,
  template: string,
  caseId: string,
  variables: Record<string, unknown>,
): Promise<Notice> {
  const make = NOTICES[template];
  if (make === undefined) throw new AppError('unknown-template', 500, `没有通知模板“${template}”`);
  return make(trx, caseId, variables);
}

interface Decided {
  requested_by: string;
  state: string;
  due_after: Date | null;
  data: Record<string, unknown>;
  name_zh: string;
  due_on: string | null;
  groups: string[] | null;
}

/** To the applicant and the holders of the task: what became of an application for a longer time. */
async function extensionResult(trx: Trx, _: string, variables: Record<string, unknown>): Promise<Notice> {
  const decided = await one<Decided>(
    trx,
    `select e.requested_by, e.state, e.due_after, e.data, k.name_zh, k.due_on, t.groups
     from extension e join clock k on k.clock_id = e.clock_id left join task t on t.task_id = k.task_id
     where e.extension_id::text = ?`,
    [String(variables.requestId)],
  );
  if (decided === undefined) throw notFound('没有这份延期申请');
  const due = decided.due_on ?? (decided.due_after === null ? '' : shanghaiDayOf(decided.due_after));
  const reason = textOf(decided.data, 'refusal');
  return {
    groups: [`person:${decided.requested_by}`, ...(decided.groups ?? [])],
    text:
      decided.state === 'granted'
        ? `“${decided.name_zh}”的延期申请已批准,延至${due}`
        : `“${decided.name_zh}”的延期申请未获批准${reason ? `:${reason}` : ''}`,
  };
}
