import { asSystem } from '../../core/db.ts';
import { enqueue } from '../../core/outbox.ts';
import { require } from '../../core/policies.ts';
import { ruleStates } from '../../core/talk-scan.ts';
import { wordOf } from '../../core/words.ts';
import type { Web } from '../app.ts';
import { Routes } from '../routing.ts';

const SCAN = 'talk-scan';
const UNITS: Record<string, string> = { d: '天', month: '个月' };

/** 约谈规则: what triggers a talk, with the numbers in force and whether it can be measured; 立即扫描. */
export function talkRoutes({ db }: Web): Routes {
  const routes = new Routes();
  routes.get('/talks/rules', { summary: '约谈触发规则', tag: '约谈' }, ({ actor }) => {
    require(actor, 'talk.rules');
    return asSystem(db, async (trx) => ({
      items: (await ruleStates(trx)).map(({ rule, name_zh, basis_zh, status, note_zh, ...state }) => ({
        rule,
        name: name_zh,
        basis: basis_zh,
        status,
        threshold: state.threshold,
        window: inWords(state.window),
        measurable: state.measurable,
        note:
          state.measurable || state.limit_key === null ? note_zh : `尚不能测算：${note_zh || '没有数据来源'}`,
      })),
    }));
  });
  routes.post('/talks/scan', { summary: '立即扫描', tag: '约谈', status: 202 }, ({ actor }) => {
    require(actor, 'talk.scan');
    return asSystem(db, async (trx) => ({
      outboxId: await enqueue(trx, null, { kind: 'start', process: SCAN, variables: {} }),
    }));
  });
  return routes;
}

/** `90 d` → 90天. */
function inWords(window: string | null): string | null {
  if (window === null) return null;
  const [number, unit] = window.split(' ');
  return `${number}${wordOf(UNITS, unit)}`;
}
