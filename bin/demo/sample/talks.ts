import { retold, type Story } from '../play.ts';
import { warningTalk } from '../warning-talk/play.ts';
import type { Sample } from './plan.ts';

const [FIRM, UNIT] = warningTalk.stories as [Story, Story];
const play = warningTalk;

/** A talk with another unit. */
const talk = (title: string, played: object): Story => retold(UNIT, title, { participants: [], ...played });

/** 约谈警示, from the proposal to the time of observation. */
export const talks: Sample[] = [
  {
    shows: '约谈警示：已约谈，措施销号，在观察期内',
    play,
    story: FIRM,
    ends: 'waits',
    when: 'across',
  },
  {
    shows: '约谈警示：已约谈，等单位交整改报告',
    play,
    story: UNIT,
    ends: { at: 'report' },
    when: 'across',
  },
  {
    shows: '约谈警示：局领导不同意约谈，说明理由后封卷',
    play,
    story: talk('约谈一处夜市管理单位', {
      unit: 'yinhang',
      description: '夜市用电用气隐患反复出现，拟约谈属地分管负责人。',
      basis: '区安委会会议',
      found: '夜市摊位私拉电线、使用瓶装燃气没有报警装置，三次检查均未整改到位。',
    }),
    script: {
      'approve-talk': {
        form: { decision: 'refuse', reason: '属地已经立案查处并公示，先看整改结果，暂不约谈。' },
      },
    },
    ends: 'sealed',
    when: 'after',
  },
  {
    shows: '约谈警示：等局领导审批',
    play,
    story: talk('约谈隐患较多的街道', {
      unit: 'daqiao',
      description: '季度排名末位，辖区企业隐患整改率低，拟约谈街道分管负责人。',
      basis: '区安委会季度会议',
      found: '季度隐患整改率为全区末位，重点企业检查覆盖率不足六成。',
    }),
    ends: { at: 'approve-talk' },
    when: 'after',
  },
];
