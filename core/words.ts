/**
 * What our codes are called in Chinese, each said once: for the API, the exported file and the pages (this file is imported
 * by the browser too, so it stands alone). The words are those of the glossary.
 */

export const CASE_STATUS: Record<string, string> = {
  opening: '已登记，待启动',
  open: '办理中',
  sealed: '已办结',
  cancelled: '已撤销',
};

/** How a case ended, whatever its process calls it. */
export const OUTCOME: Record<string, string> = {
  'struck-off': '销号',
  merged: '合并',
  transferred: '移交',
  unfounded: '不属实',
  rejected: '不予受理',
  'not-listed': '不予挂牌',
  delisted: '摘牌',
  refused: '拒不整改',
  accountability: '问责移送',
  returned: '退回',
  granted: '同意',
  withdrawn: '撤回',
  completed: '完成',
};

/** Grade of a hazard. */
export const LEVEL: Record<string, string> = { general: '一般', major: '重大' };

export const ITEM_STATE: Record<string, string> = {
  open: '整改中',
  'struck-off': '已销号',
  merged: '已合并',
  transferred: '已移交',
  unfounded: '不属实',
  refused: '拒不整改',
  returned: '已退回',
};

/** Why two cases are linked. */
export const CASE_LINK: Record<string, string> = {
  merged: '并入',
  source: '来源',
  child: '子案件',
  transferred: '移交',
  reopened: '重启',
};

export const TASK_STATE: Record<string, string> = {
  open: '待办',
  closing: '已提交，流转中',
  done: '已办',
  cancelled: '已取消',
};

export const DOCUMENT_STATE: Record<string, string> = {
  draft: '拟稿',
  signed: '已签发',
  numbered: '已编号',
  sent: '已送出',
  served: '已送达',
};

export const TEAM_ROLE: Record<string, string> = { head: '组长', member: '组员', expert: '专家' };

export const TEAM_STATE: Record<string, string> = {
  drawn: '待声明',
  confirmed: '已确认',
  recused: '已回避',
};

/** A time limit, and why it stopped. */
export const CLOCK_STATE: Record<string, string> = {
  open: '计时中',
  closed: '已止算',
  superseded: '已重新起算',
  cancelled: '已取消',
};

/** Why the engine stands still at a step, for the operator. */
export const INCIDENT: Record<string, string> = {
  EXTRACT_VALUE_ERROR: '这一步需要的数据缺失或不对，多半是不知道交给谁办理',
  IO_MAPPING_ERROR: '这一步要读取的数据缺失或不对',
  CONDITION_ERROR: '分支条件无法判断，所依据的数据缺失',
  JOB_NO_RETRIES: '系统步骤多次执行失败',
  CALLED_ELEMENT_ERROR: '要调用的流程尚未部署',
  UNHANDLED_ERROR_EVENT: '出现了流程没有安排的情况',
  MESSAGE_SIZE_EXCEEDED: '数据过大，引擎不能接收',
  UNKNOWN: '流程引擎报告了故障',
};

/** What is wrong at a step where the engine stands still: the same sentence for operators and for everybody else. */
export const incidentWord = (errorType: string): string => INCIDENT[errorType] ?? INCIDENT.UNKNOWN!;

/** Variables that an operator may set right. */
export const VARIABLE: Record<string, string> = {
  handlerGroup: '承办单位',
  ownerGroup: '主管科室',
  unitGroup: '对象单位',
  unitId: '对象单位',
  firmGroup: '对象企业',
  streetGroup: '属地街道',
  openerGroup: '登记人',
  responsibleGroup: '整改责任单位',
  recheckGroup: '复查单位',
  receiverGroup: '接收单位',
  serverGroup: '送达单位',
  other: '办理单位',
};

/** The word of a code; a code without one, and what is a word already, stay as they are. Nothing gives null. */
export const wordOf = (words: Record<string, string>, code: string | null | undefined): string | null =>
  code ? (words[code] ?? code) : null;
