/** The columns of TASK_ABOUT. */
export interface About {
  about: string | null;
  about_unit: string | null;
}

/**
 * What of the case a task `t` is about, by which tasks of one step are told apart: its paper, its item or its unit, and
 * the unit or firm that answers for it. A scope that is not an item is the case's id with the unit's.
 */
export const TASK_ABOUT = `
  coalesce((select d.title from document d where d.doc_id = t.doc_id), (select i.title from item i where i.item_id = t.item_id),
           (select u.name_zh from unit u where t.scope_id like t.case_id || '-%' and u.unit_id = substr(t.scope_id, 38))) as about,
  coalesce((select d.recipient->>'name' from document d where d.doc_id = t.doc_id),
           (select coalesce(u.name_zh, f.name_zh) from item i
            left join unit u on i.responsible_group ~ '^(street|dept|soe):' and u.unit_id = split_part(i.responsible_group, ':', 2)
            left join firm f on i.responsible_group like 'firm:%' and f.uscc = split_part(i.responsible_group, ':', 2)
            where i.item_id = t.item_id)) as about_unit`;

/** The columns of TASK_ABOUT in words; null where they say no more than the title of the case. */
export const aboutText = ({ about, about_unit: unit }: About, caseTitle = ''): string | null =>
  about === null || caseTitle.includes(about) ? null : [about, unit].filter(Boolean).join(' · ');
