const GROUP_NAMES: Record<string, string> = {
  awb: '安委办',
  duty: '值班室',
  lead: '局领导',
  gov: '区领导',
  enf: '执法大队',
  legal: '法制审核',
  finance: '财务',
  vault: '举报信息保密员',
  callback: '回访员',
  clerk: '文书机要',
  disaster: '自然灾害应对',
  expert: '专家',
  visitor: '巡访员',
  volunteer: '志愿者',
  disc: '纪委监委',
  police: '公安',
  auditor: '督查/审计',
  'process-admin': '流程管理员',
  'process-reviewer': '流程审核员',
  sysadmin: '系统管理员',
  secadmin: '安全管理员',
  auditadmin: '审计员',
};

/** Chinese name of a static group, or what kind of unit a unit's group is. */
export function groupName(group: string): string {
  if (group.startsWith('street:')) return '街道';
  if (group.startsWith('dept:')) return '部门';
  if (group.startsWith('soe:')) return '国企';
  if (group.startsWith('firm:')) return '企业';
  if (group.startsWith('team:')) return '工作组';
  if (group.startsWith('head:')) return '组长';
  if (group.startsWith('experts:')) return '本案专家';
  return GROUP_NAMES[group] ?? group;
}
