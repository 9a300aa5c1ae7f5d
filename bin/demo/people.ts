/** Who acts for a unit or a firm of the demo district (migrations/data/people.csv), the first one first. */
const ACTS_FOR: Record<string, string[]> = {
  dinghai: ['wu.beihai'],
  pingliang: ['zhuang.xinyue'],
  jiangpu: ['ni.haoran'],
  siping: ['ouyang.qing'],
  kongjiang: ['hou.zhenyu'],
  changbai: ['lai.shuting'],
  yanji: ['shang.yifan'],
  yinhang: ['bai.jinglin'],
  daqiao: ['mo.chunsheng'],
  wujiaochang: ['ling.yuze'],
  xinjiangwan: ['rao.minzhi'],
  changhai: ['tian.gengxin'],
  jgw: ['min.jichuan'],
  xiaofang: ['lei.zhenbang'],
  scjg: ['su.yaqin'],
  sww: ['hong.weidong'],
  jyj: ['you.jingyi'],
  'yjj-aqjg': ['hang.shanqiao'],
  'yjj-wh': ['tu.anhua'],
  '91310110DEM010378U': ['firm.chen.liang', 'firm.wan.an'],
  '91310110DEM0118567': ['firm.gao.kong'],
  '91310110DEM011485G': ['firm.qian.jin'],
  '91310110DEM016665X': ['firm.leng.ku'],
};

/** The people of the bureau by what they do in a case. */
export const STAFF = {
  duty: 'mei.siqi',
  dispatcher: 'gu.xinlan',
  striker: 'pan.yichen',
  leader: 'he.zhengyan',
  deputy: 'lu.wenqing',
  district: 'zhou.mingyuan',
  officer: 'yan.beichuan',
  officers: ['yan.beichuan', 'cao.lingfei'],
  acceptor: 'qiu.hanmo',
  expert: 'meng.dianfeng',
  clerk: 'fu.lianyi',
  caller: 'yu.tianci',
  auditor: 'dong.jiancheng',
  keeper: 'tao.anran',
  operator: 'kong.liangping',
} as const;

/** The account that acts for a unit or firm. Throws RangeError where the demo district has nobody there. */
export function accountOf(unitOrFirm: string): string {
  const [first] = ACTS_FOR[unitOrFirm] ?? [];
  if (first === undefined) throw new RangeError(`演示数据里没有人代表 ${unitOrFirm}`);
  return first;
}
