import { nameObjects } from './cases.ts';
import { one, rows, type Trx } from './db.ts';
import { law } from './law.ts';
import { moment } from './paper/form-rows.ts';
import { prepare } from './prepared.ts';
import { now, shanghaiDayOf } from './time.ts';

/** A unit that a notice (抄告) went to, by the item it has to bring to an end. */
export interface NoticeUnit {
  item_id: string;
  case_id: string;
  unit_id: string;
  unit_name: string;
  role: 'lead' | 'helper';
  /** Drawn for a check on the spot. */
  sampled: boolean;
  /** Day by which it must answer; null: the pack's time from its own receipt. */
  answer_by: string | null;
}

/** Source of a notice that a superior ordered: it is answered upward. */
export const SUPERIOR = '上级督查';

const ROLES: Record<NoticeUnit['role'], string> = { lead: '主办', helper: '协办' };

const UNITS = `select n.item_id, n.case_id, n.unit_id, u.name_zh as unit_name, n.role, n.sampled, i.rectify_by as answer_by
  from notice_unit n join unit u on u.unit_id = n.unit_id join item i on i.item_id = n.item_id`;

/** The units of a notice, the lead first. */
export const noticeUnits = (trx: Trx, caseId: string): Promise<NoticeUnit[]> =>
  rows<NoticeUnit>(trx, `${UNITS} where n.case_id = ? order by i.no`, [caseId]);

/** The unit that answers for an item, locked for a change; undefined for an item that is no notice of this case. */
export const lockNoticeUnit = (trx: Trx, caseId: string, itemId: string): Promise<NoticeUnit | undefined> =>
  one<NoticeUnit>(trx, `${UNITS} where n.item_id = ? and n.case_id = ? for update of n`, [itemId, caseId]);

/** A unit with what it is to the matter: 定海路街道（主办）. */
export const unitWithRole = ({ unit_name, role }: NoticeUnit): string => `${unit_name}（${ROLES[role]}）`;

/** Lay out what the papers to every unit of a notice quote; again whenever one of them has changed. */
export async function prepareNotices(trx: Trx, caseId: string): Promise<void> {
  const units = await noticeUnits(trx, caseId);
  await prepare(trx, caseId, 'notice.units', units.map(unitWithRole).join('、'));
  await nameObjects(
    trx,
    caseId,
    units.map(({ unit_name }) => unit_name),
  );
  for (const unit of units) {
    await prepare(trx, caseId, 'notice.role', ROLES[unit.role], unit.item_id);
    await prepare(trx, caseId, 'notice.answerBy', await answerBy(trx, unit), unit.item_id);
  }
}

async function answerBy(trx: Trx, { answer_by }: NoticeUnit): Promise<string> {
  if (answer_by !== null) return `${moment(answer_by)}前`;
  const term = (await law(trx)).on(shanghaiDayOf(now())).clocks.get('notice.feedback');
  return `自签收之日起${term?.value}个工作日内`;
}
