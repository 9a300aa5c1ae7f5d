import { openApi, type Session } from '../bin/demo/client.ts';
import { allPlans, largePatrol } from '../bin/demo/patrol-inspection/large.ts';
import { STAFF } from '../bin/demo/people.ts';
import { startBench } from './start.ts';
import { percentile, table } from './stats.ts';

const UNITS = 29;
const FINDINGS = 11;
const ASKED = 20;

/** What the pages of a case ask for. */
const PAGES: [string, string][] = [
  ['案件', ''],
  ['流程图', '/path'],
  ['时限台账', '/clocks'],
  ['证据', '/evidence'],
  ['案件网络', '/web'],
  ['办理过程', '/timeline'],
  ['闭环核验', '/verdict'],
];

/**
 * `bench patrol`: one patrol of 29 units with 11 findings each, played through the HTTP API, everything durable: how long
 * the product works on each part of it (with the people of the demonstration, who do not think), and what the pages of
 * such a case take, for who sees all of it and for one unit.
 */
export async function benchPatrol(print: (line: string) => void): Promise<void> {
  const bench = await startBench();
  try {
    const api = openApi(bench.url, bench.password);
    const patrol = await largePatrol(api, UNITS, FINDINGS);
    const parts: (string | number)[][] = [];
    const measured: (string | number)[][] = [];
    for (const [part, until] of [
      ['plan to list of findings', 'confirm-list'],
      ['list to report', 'write-report'],
      ['report to the plans of all units', 'make-plan'],
    ] as const) {
      const from = performance.now();
      const task = await patrol.reach(until);
      if (until === 'make-plan') await allPlans(patrol, UNITS * FINDINGS);
      parts.push([part, ((performance.now() - from) / 1000).toFixed(1), patrol.steps.length]);
      const owner = await api.as(await patrol.someoneFor(task));
      measured.push(await asked(`${task.elementName} (form)`, owner, `/tasks/${task.taskId}`));
    }
    const auditor = await api.as(STAFF.auditor);
    for (const [name, path] of PAGES)
      measured.push(await asked(`${name}, auditor`, auditor, `/cases/${patrol.caseId}${path}`));
    const [plan] = (await patrol.seen()).tasks.filter(({ state }) => state === 'open');
    const unit = await api.as(await patrol.someoneFor(plan!));
    measured.push(await asked('案件, one unit', unit, `/cases/${patrol.caseId}`));
    measured.push(await asked('待办, one unit', unit, '/tasks?limit=50'));
    print(table(['part', 'seconds', 'steps so far'], parts));
    print('');
    print(table(['page', 'p50 ms', 'p99 ms', 'kB'], measured));
  } finally {
    await bench.stop();
  }
}

async function asked(name: string, session: Session, path: string): Promise<(string | number)[]> {
  const times: number[] = [];
  let bytes = 0;
  for (let n = 0; n < ASKED; n++) {
    const from = performance.now();
    bytes = (await session.bytes(path)).length;
    times.push(performance.now() - from);
  }
  return [
    name,
    percentile(times, 50).toFixed(0),
    percentile(times, 99).toFixed(0),
    (bytes / 1024).toFixed(0),
  ];
}
