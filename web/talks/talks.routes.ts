import { asActor, asSystem } from '../../core/db.ts';
import { enqueue } from '../../core/outbox.ts';
import { may, require } from '../../core/policies.ts';
import { lastScan, ruleStates } from '../../core/talk-scan.ts';
import { latestTriggers } from '../../core/talk-triggers.ts';
import { wordOf } from '../../core/words.ts';
import type { Web } from '../app.ts';
import { Routes } from '../routing.ts';

const SCAN = 'talk-scan';
const UNITS: Record<string, string> = { d: '天', month: '个月' };

/** So many of the latest triggers stand on the page of rules; all of them are found in the cases. */
const TRIGGERS_SHOWN = 50;

/**
 * 约谈规则: what triggers a talk, with the numbers in force and whether it can be measured; the last scan and what was
 * triggered lately, as far as the reader may see those cases; 立即扫描.
 */
export function talkRoutes({ db }: Web): Routes {
  const routes = new Routes();
  routes.get('/talks/rules', { summary: '约谈触发规则', tag: '约谈' }, async ({ actor }) => {
    require(actor, 'talk.rules');
    const triggers = await asActor(db, actor, (trx) => latestTriggers(trx, TRIGGERS_SHOWN));
    return asSystem(db, async (trx) => ({
      triggers,
      lastScan: (await lastScan(trx)) ?? null,
      can: { scan: may(actor, 'talk.scan') },
      items: (await ruleStates(trx)).map(({ rule, name_zh, basis_zh, status, note_zh, ...state }) => ({
        rule,
        name: name_zh,
        basis: basis_zh,
        status,
        threshold: state.threshold,
        window: inWords(state.window),
        measurable: state.measurable,
        note: note_zh,
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
