import { patrolInspection } from '../patrol-inspection/play.ts';
import { retold, type Story } from '../play.ts';
import type { Sample } from './plan.ts';

const [ANNUAL, SITES] = patrolInspection.stories as [Story, Story];
const play = patrolInspection;

/** A patrol of the same kind under another name. */
const patrol = (title: string, kind: 'annual' | 'special', basis: string): Story =>
  retold(SITES, title, { title, kind, basis });

/** 巡查, from the plan to the plans of what is put right. */
export const patrols: Sample[] = [
  {
    shows: '巡查：方案逾期未审批',
    play,
    story: patrol('有限空间作业专项巡查', 'special', '区安委办专项整治方案'),
    ends: { at: 'approve-plan' },
    when: 'before',
  },
  {
    shows: '巡查：组员在现场检查',
    play,
    story: SITES,
    ends: { at: 'inspect' },
    when: 'after',
  },
  {
    shows: '巡查：问题清单已确认，等单位反馈意见',
    play,
    story: ANNUAL,
    ends: { at: 'comment' },
    when: 'after',
  },
];
