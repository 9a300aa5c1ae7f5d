import type { DiagramElement } from './types.ts';

/** What bpmnlint reports; `data` is what the engine's rules add. */
export interface Report {
  id?: string;
  message: string;
  category?: string;
  data?: ReportData;
}

interface ReportData {
  type?: string;
  node?: DiagramElement;
  allowedVersion?: string;
  property?: string;
  requiredProperty?: string | string[];
  dependentRequiredProperty?: string;
  requiredExtensionElement?: string | string[];
  extensionElement?: DiagramElement;
  duplicatedProperty?: string;
  duplicatedPropertyValue?: string;
  requiredValue?: unknown;
}

/** bpmnlint's own rules: what is wrong and what to do. */
const standard: Record<string, string> = {
  'end-event-required': '缺少结束事件；每条路都要走到结束事件',
  'event-based-gateway': '事件网关至少要有两条出线，且出线不能有条件',
  'event-sub-process-typed-start-event': '事件子流程的开始事件要有类型（如消息）',
  'link-event': '链接事件的名称要成对：同一层里有一个捕获、至少一个抛出',
  'no-duplicate-sequence-flows': '两个元素之间有重复的连线；请删去一条，条件用 or 合并',
  'no-implicit-end': '走到这里就断了：没有出线，也不是结束事件；请连到下一步或结束事件',
  'no-implicit-split': '这里有多条出线却没有网关；请用排他网关（选一条）或并行网关（同时走）写明',
  'no-overlapping-elements': '与别的元素重叠，或画到了所属子流程的外面；请移开，或运行 bihuan layout',
  'single-blank-start-event': '有多个无类型的开始事件；只能有一个，其余改为消息开始',
  'single-event-definition': '一个事件只能有一种类型',
  'start-event-required': '缺少开始事件',
  'sub-process-blank-start-event': '子流程要从一个无类型的开始事件开始',
  'superfluous-gateway': '这个网关只有一进一出，没有作用；请删除',
  'superfluous-termination': '这里的终止没有作用；请改为普通结束事件',
};

/** Words for the engine's technical names. */
const words: Record<string, string> = {
  'zeebe:TaskDefinition': '动作（任务类型）',
  'zeebe:Script': '脚本',
  'zeebe:CalledDecision': '决策',
  'zeebe:CalledElement': '被调用的流程',
  'zeebe:Subscription': '消息关联键',
  'zeebe:LoopCharacteristics': '多实例集合',
  'bpmn:MultiInstanceLoopCharacteristics': '多实例',
  'bpmn:StandardLoopCharacteristics': '标准循环',
  type: '任务类型',
  name: '名称',
  messageRef: '消息',
  correlationKey: '关联键',
  escalationRef: '升级',
  escalationCode: '升级代码',
  errorRef: '错误',
  errorCode: '错误代码',
  signalRef: '信号',
  inputCollection: '输入集合',
  outputCollection: '输出集合',
  outputElement: '输出元素',
  source: '来源',
  target: '目标变量',
  key: '键',
  incoming: '多条进线',
  loopCharacteristics: '循环',
};

/** What the kinds of report of the engine's rules mean (names as camunda-compat writes them). */
const engine: Record<string, (data: ReportData) => string> = {
  elementTypeNotAllowed: ({ node }) => `引擎 8.5 不支持这种元素（${node?.$type ?? ''}${eventKind(node)}）；请换成别的元素`,
  extensionElementRequired: ({ requiredExtensionElement }) => `缺少设置：${list(requiredExtensionElement)}；请补上，且只能有一个`,
  extensionElementNotAllowed: ({ extensionElement }) => `这里不能有设置“${word(extensionElement?.$type)}”；请删除`,
  propertyRequired: ({ requiredProperty }) => `没有填写${list(requiredProperty)}；请补上`,
  propertyDependentRequired: ({ property, dependentRequiredProperty }) => `填了${word(property)}就要填${word(dependentRequiredProperty)}`,
  propertyNotAllowed: ({ property }) => `引擎 8.5 不支持${word(property)}；请删除`,
  propertyTypeNotAllowed: ({ property }) => `引擎 8.5 不支持这种${word(property)}；请改用多实例，或把循环画成连线`,
  propertyValueNotAllowed: ({ property }) => `${word(property)}的值不被引擎 8.5 接受；请检查`,
  propertyValueRequired: ({ property, requiredValue }) => `${word(property)}必须是 ${String(requiredValue)}`,
  propertyValueDuplicated: ({ duplicatedProperty, duplicatedPropertyValue }) => `${word(duplicatedProperty)}“${duplicatedPropertyValue ?? ''}”重复；请只留一个`,
  elementPropertyValueDuplicated: ({ duplicatedPropertyValue }) => `“${duplicatedPropertyValue ?? ''}”重复；请改名`,
  elementMultipleNotAllowed: () => '这样的元素只能有一个；请删去多余的',
  loopNotAllowed: () => '这个循环里没有任何要等待的步骤，引擎会空转；请加入用户任务或动作',
  attachedToRefElementTypeNotAllowed: () => '这种边界事件不能附在这种活动上；升级事件只能附在子流程或调用活动上',
  eventBasedGatewayTargetNotAllowed: () => '事件网关后面不能直接接接收任务；请改为消息捕获事件',
  feelExpressionUnsupportedFunction: () => '表达式用了引擎 8.5 没有的函数；请换一种写法',
  feelExpressionInvalid: () => '表达式写法有误；请检查',
  expressionRequired: () => '这里要填表达式；请补上',
  expressionValueNotAllowed: () => '这个值的写法不被引擎 8.5 接受；请检查',
  expressionNotAllowed: () => '这里不能用表达式；请写固定的值',
  childElementTypeNotAllowed: () => '里面不能放这种元素；请移出来',
  childElementOfTypeRequired: () => '里面缺少必需的元素；请补上',
}; // prettier-ignore

/** A report of a packaged rule as a Chinese sentence that says what to do. */
export function explain(rule: string, { category, data, message }: Report): string {
  if (category === 'rule-error')
    return `检查规则 ${rule} 没能看懂这张图；请检查图的结构是否完整，仍不行请告知管理员`;
  const kind = data?.type?.replace(/^camunda\./, '') ?? '';
  const said = data && engine[kind]?.(data);
  if (said) return said;
  if (rule === 'link-event' || !standard[rule])
    return standard[rule] ?? `不符合规则 ${rule}（${message}）；请按提示修改`;
  return standard[rule];
}

const word = (name: string | undefined): string => (name ? (words[name] ?? name) : '');

const list = (names: string | string[] | undefined): string => [names ?? []].flat().map(word).join('或');

function eventKind(node: DiagramElement | undefined): string {
  const kind: string | undefined = node?.eventDefinitions?.[0]?.$type;
  return kind ? `，${kind}` : '';
}
