import { retold, type Story } from '../play.ts';
import { superviseNotice } from '../supervise-notice/play.ts';
import type { Sample } from './plan.ts';

const [AS_PUBLISHED, FROM_PATROL] = superviseNotice.stories as [Story, Story];

/** The same kind of matter, for another unit. */
const notice = (title: string, played: object): Story =>
  retold(FROM_PATROL, title, { helpers: [], ...played });

const play = superviseNotice;

/** 抄告督办, from a draft to the report upward. */
export const notices: Sample[] = [
  {
    shows: '抄告督办：两家单位办结，上报后封卷',
    play,
    story: AS_PUBLISHED,
    ends: 'sealed',
    when: 'after',
  },
  {
    shows: '抄告督办：单位逾期未反馈，已经升级',
    play,
    story: notice('高层住宅消防通道占用问题抄告', {
      source: '媒体',
      matter: '媒体报道多个高层住宅小区消防车通道被占用，要求属地街道逐个小区排查并反馈。',
      demand: '逐个小区排查消防车通道，划线立牌，建立巡查制度，按期书面反馈。',
      lead: 'siping',
      done: '已排查二十一个小区，完成划线立牌，落实物业每日巡查。',
      place: { lat: 31.2751, lng: 121.5003, address: '上海市杨浦区四平路街道办事处' },
    }),
    script: { draft: { form: (hand, usual) => ({ ...usual, feedbackBy: hand.inDays(2) }) } },
    ends: { at: 'feedback' },
    when: 'before',
  },
  {
    shows: '抄告督办：抄告单等局领导签发',
    play,
    story: notice('建筑工地高温作业防护情况抄告', {
      source: '会议',
      matter: '安委会会议指出部分工地高温时段安排露天作业，请主管部门检查并反馈整改情况。',
      demand: '检查在建工地高温作业安排，落实错时作业和防暑降温措施，按期书面反馈。',
      lead: 'jgw',
      done: '已检查在建工地三十处，全部调整作业时间。',
      place: { lat: 31.2989, lng: 121.5247, address: '上海市杨浦区国定路在建工地' },
    }),
    ends: { at: 'issue' },
    when: 'after',
  },
  {
    shows: '抄告督办：反馈已交，等安委办审核',
    play,
    story: notice('养老机构用电安全问题抄告', {
      source: '研判',
      matter: '季度研判认为养老机构夜间用电负荷高，请主管部门组织检查并反馈。',
      demand: '检查养老机构电气线路和夜间值守，列出问题清单并督促整改，按期书面反馈。',
      lead: 'mzj',
      done: '已检查养老机构十二家，发现问题八个，全部整改完毕。',
      place: { lat: 31.2706, lng: 121.5125, address: '上海市杨浦区江浦路街道' },
    }),
    ends: { at: 'check-feedback' },
    when: 'after',
  },
];
