import { hazardDispatch } from './hazard-dispatch/play.ts';
import { patrolInspection } from './patrol-inspection/play.ts';
import type { Play } from './play.ts';
import { superviseNotice } from './supervise-notice/play.ts';
import { warningTalk } from './warning-talk/play.ts';

/** Every process that can be shown. */
export const PLAYS: readonly Play[] = [hazardDispatch, patrolInspection, superviseNotice, warningTalk];
