/** What the messages between processes ask for, in Chinese (domain README §4.1). */
export const MESSAGE_NAMES: Record<string, string> = {
  'accident.report': '转事故接报',
  'report.confirmed-hidden': '瞒报转事故处置',
  'penalty.request': '移交处罚',
  'talk.trigger': '触发约谈',
  'reward.open': '申请举报奖励',
  'campaign.request': '申请专项检查',
  'notice.request': '申请抄告督办',
  'patrol.request': '申请巡查',
  'hazard.open': '转隐患派单',
  'accident.closed': '转会商研判',
  'notice.raise': '提请督办升级',
  'hazard.accepted': '重大隐患验收通过',
};

/** Start messages of the product and the process each one starts (domain README §4.1). */
export const STARTS: Record<string, string> = {
  'accident.report': 'accident-handling',
  'report.confirmed-hidden': 'accident-handling',
  'penalty.request': 'penalty-case',
  'talk.trigger': 'warning-talk',
  'reward.open': 'report-reward',
  'campaign.request': 'special-inspection',
  'notice.request': 'supervise-notice',
  'patrol.request': 'patrol-inspection',
  'hazard.open': 'hazard-dispatch',
  'accident.closed': 'risk-consultation',
};
