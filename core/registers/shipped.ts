import type { Actor } from '../actor.ts';
import { notFound } from '../errors.ts';
import { may, require } from '../policies.ts';
import { words, type Option, type Register, type RegisterColumn } from './describe.ts';

const KINDS: Option[] = [
  { value: 'street', label: '街道' },
  { value: 'department', label: '部门' },
  { value: 'soe', label: '国企' },
];
const checkedIn: RegisterColumn = {
  key: 'checkedIn',
  label: '巡查对象',
  type: 'choices',
  options: KINDS,
  filter: true,
  width: 110,
  hint: '巡查这些类别的单位时列入检查表；不选则不列入',
};
const note: RegisterColumn = { key: 'note', label: '备注', type: 'text', detail: true };

const MEASURES: Register = {
  name: 'measures',
  title: '措施台账',
  hint: '区 80 条具体措施：责任单位、佐证、期限和进展，是巡查检查表的来源。所附各行为示例。',
  table: 'measure_register',
  id: 'row_id',
  natural: 'no',
  sort: 'no',
  columns: [
    { key: 'no', label: '序号', type: 'integer', required: true, min: 1, max: 9999, width: 72 },
    { key: 'measure', label: '措施', type: 'long', required: true },
    { key: 'topic', label: '分类', type: 'text', required: true, filter: true, width: 120 },
    { key: 'ownerUnitId', label: '责任单位', type: 'unit', required: true, width: 170 },
    { key: 'proof', label: '佐证', type: 'long', width: 180 },
    { key: 'dueOn', label: '期限', type: 'date', width: 110 },
    {
      key: 'state',
      label: '状态',
      type: 'choice',
      required: true,
      options: words('未启动', '进行中', '已完成'),
      filter: true,
      width: 84,
    },
    checkedIn,
    note,
  ],
};

const DUTIES: Register = {
  name: 'duties',
  title: '四类清单',
  hint: '部门监管、街道属地、单位主体和新业态的安全生产职责：谁牵头、谁协同。牵头单位为空的，适用于所选类别的每个单位。',
  table: 'duty_matrix',
  id: 'row_id',
  natural: 'no',
  sort: 'no',
  columns: [
    { key: 'no', label: '序号', type: 'integer', required: true, min: 1, max: 9999, width: 72 },
    { key: 'subject', label: '事项', type: 'long', required: true },
    {
      key: 'kind',
      label: '清单',
      type: 'choice',
      required: true,
      options: words('行业监管', '属地管理', '单位主体', '新业态'),
      filter: true,
      width: 96,
    },
    { key: 'leadUnitId', label: '牵头单位', type: 'unit', width: 170 },
    { key: 'helperUnitIds', label: '协同单位', type: 'units', width: 200 },
    { key: 'basis', label: '依据', type: 'long', width: 200 },
    checkedIn,
    note,
  ],
};

const EXPERTS: Register = {
  name: 'experts',
  title: '专家库',
  hint: '专业领域、有效期和回避单位；巡查、核查由系统按记录的种子抽取。',
  table: 'expert',
  id: 'row_id',
  natural: 'account',
  sort: 'account',
  personal: true,
  columns: [
    { key: 'account', label: '专家', type: 'person', required: true, group: 'expert', width: 120 },
    {
      key: 'fields',
      label: '专业领域',
      type: 'choices',
      required: true,
      options: words('危化', '建筑', '消防', '特种设备', '电气', '燃气', '有限空间', '自然灾害', '其他'),
      filter: true,
    },
    { key: 'validFrom', label: '有效期自', type: 'date', required: true, width: 110 },
    { key: 'validTo', label: '有效期至', type: 'date', required: true, notBefore: 'validFrom', width: 110 },
    { key: 'recusedUnits', label: '回避单位', type: 'objects', hint: '与其有利害关系的单位或企业' },
    {
      key: 'phone',
      label: '电话',
      type: 'text',
      width: 130,
      spelling: 'phone',
      pattern: {
        is: /^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(-\d{1,6})?|[48]00\d{7}(-\d{1,6})?)$/,
        says: '电话格式不正确，例如 021-55550101、021-55550101-801',
      },
    },
    note,
  ],
};

const SCORES: Register = {
  name: 'scores',
  title: '考核得分',
  hint: '巡查扣分及其依据，由巡查流程计入，只读。各单位只看到本单位的得分。',
  table: 'appraisal_score',
  id: 'score_id',
  natural: null,
  sort: '-postedAt',
  columns: [
    { key: 'unitId', label: '单位', type: 'unit', width: 170 },
    { key: 'clause', label: '条款', type: 'long' },
    { key: 'deduct', label: '扣分', type: 'number', width: 72 },
    { key: 'basis', label: '依据', type: 'long' },
    { key: 'total', label: '本次得分', type: 'number', width: 96 },
    { key: 'caseId', label: '案件', type: 'case', width: 190 },
    { key: 'postedAt', label: '计入时间', type: 'instant', width: 150 },
  ],
};

const CHECKLIST: Register = {
  name: 'checklist',
  title: '巡查检查表',
  hint: '由措施台账和四类清单生成；已发布的版本不再改动，巡查按方案所选版本检查。',
  table: 'checklist_row',
  id: 'row_id',
  natural: null,
  sort: 'no',
  columns: [
    { key: 'no', label: '序号', type: 'integer', width: 72 },
    { key: 'clause', label: '检查内容', type: 'long' },
    { key: 'topic', label: '分类', type: 'text', filter: true, width: 120 },
    { key: 'basis', label: '依据', type: 'long', width: 200 },
    { key: 'appliesTo', label: '巡查对象', type: 'choice', options: KINDS, filter: true, width: 96 },
    { key: 'unitIds', label: '仅限单位', type: 'units', width: 170 },
    {
      key: 'source',
      label: '来源',
      type: 'choice',
      options: [
        { value: 'measure_register', label: '措施台账' },
        { value: 'duty_matrix', label: '四类清单' },
      ],
      filter: true,
      width: 96,
    },
    {
      key: 'version',
      label: '版本',
      type: 'integer',
      filter: true,
      unfiltered: 'r.version = (select max(version) from checklist_version)',
      width: 72,
    },
  ],
};

const UNITS: Register = {
  name: 'units',
  title: '单位名册',
  hint: '机构变动在此登记：被并入或更名的单位，其在办工作由继受单位接着办。',
  table: 'unit',
  id: 'unit_id',
  natural: null,
  sort: 'unitId',
  columns: [
    { key: 'name', column: 'name_zh', label: '名称', type: 'text' },
    { key: 'unitId', label: '编号', type: 'text', width: 150 },
    {
      key: 'kind',
      label: '类别',
      type: 'choice',
      filter: true,
      width: 110,
      options: [
        ...KINDS,
        { value: 'upper', label: '上级' },
        { value: 'government', label: '区政府' },
        { value: 'committee', label: '委员会' },
        { value: 'committee-office', label: '委员会办公室' },
        { value: 'bureau', label: '区应急局' },
        { value: 'section', label: '科室' },
        { value: 'brigade', label: '执法大队' },
        { value: 'centre', label: '中心' },
        { value: 'cityops', label: '城运中心' },
        { value: 'procuratorate', label: '检察院' },
        { value: 'discipline', label: '纪委监委' },
        { value: 'union', label: '工会' },
      ],
    },
    { key: 'parentId', label: '上级单位', type: 'unit', width: 220 },
    { key: 'successorId', label: '继受单位', type: 'unit', width: 220 },
  ],
};

const ALL = [MEASURES, DUTIES, CHECKLIST, EXPERTS, SCORES, UNITS];

/** The registers that somebody may read, in the order of the menu. */
export const registersFor = (actor: Actor): Register[] =>
  ALL.filter(({ name }) => may(actor, 'register.read', { register: name }));

/** The register of a name. Throws 404 for an unknown one, 403 (`register.read`) for one the actor may not read. */
export function registerFor(actor: Actor, name: string): Register {
  const register = ALL.find((one) => one.name === name);
  if (register === undefined) throw notFound('没有这本台账');
  require(actor, 'register.read', { register: name });
  return register;
}
