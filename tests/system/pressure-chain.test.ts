import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { Form } from '../../bin/demo/acts/act.ts';
import { patrolInspection } from '../../bin/demo/patrol-inspection/play.ts';
import { useProduct } from '../harness/product.ts';
import { FIRM, stories, STAFF, Story, type Hand } from '../harness/story.ts';
import { talks } from '../harness/talks.ts';

const product = useProduct();
const given = stories(product);
const { of: talkOf } = talks(product, given);

interface WebSeen {
  nodes: { id: string; process: string | null; verdict: string | null; orphan: string | null }[];
  edges: { from: string; to: string; word: string }[];
}

const failing = (hand: Hand, usual: Form): Form => ({
  ...usual,
  fit: 'no',
  failReason: '除尘器压差表仍不动作。',
  nextStep: 'again',
  newRectifyBy: hand.inDays(25),
});

/** A patrol that finds nothing but one hazard of a firm. */
async function patrolOfOneHazard(): Promise<Story> {
  await given.workingMorning();
  const shipped = patrolInspection.stories.find(({ id }) => id === 'E-323116')!;
  const hazard = {
    clause: '1',
    kind: '企业隐患',
    fact: '铸件厂打磨车间除尘管道积尘约3毫米，除尘器压差表失灵。',
    demand: '清除积尘，修复除尘器，建立班后清灰登记。',
    firm: FIRM,
  };
  const played = { objects: [{ unit: 'dinghai', findings: [hazard] }], firm: FIRM.uscc, handler: 'dinghai' };
  const story = { ...shipped, played: { ...(shipped.played as object), ...played, invented: '' } };
  const opening = { api: product.api, no: randomUUID(), begins: {}, hotlineToken: product.hotlineToken };
  const { world, ...opened } = await patrolInspection.begin(story, opening);
  return new Story(product, opened, world);
}

test('a finding of a patrol goes through hazard, failed rechecks and a talk to a clean look-back, and the web shows it all', async () => {
  const patrol = await patrolOfOneHazard();
  await patrol.reach('approve-report');
  await patrol.perform('approve-report');
  await patrol.perform('sign');
  await patrol.perform('receipt');

  // The hazard is a case of its own, called by the patrol: its recheck fails twice, which triggers one talk.
  const hazard = await patrol.child();
  await hazard.until(null, { recheck: [{ form: failing }, { form: failing }, {}] });
  const { links } = await hazard.seen();
  const triggered = links.filter(({ caseId, kind }) => kind === 'source' && caseId !== patrol.caseId);
  expect(triggered).toHaveLength(1);

  // The talk is held, its measures are struck off, the observation stays quiet.
  const talk = talkOf(triggered[0]!, { firm: FIRM.uscc });
  await talk.seal();
  await patrol.seal();

  for (const story of [patrol, talk])
    expect(await story.seen()).toMatchObject({ status: 'sealed', verdict: 'green' });
  expect(await hazard.seen()).toMatchObject({ status: 'sealed', verdict: 'green' });
  expect((await patrol.verdict()).of).toMatchObject({
    C1b: { value: 'green' },
    C8: { value: 'green' },
    'E-D1c': { value: 'green' },
    'E-D1e': { value: 'green' },
  });
  const auditor = await given.session(STAFF.auditor);
  for (const { caseId } of [patrol, hazard, talk]) {
    const web = await auditor.get<WebSeen>(`/cases/${caseId}/web`);
    const seen = new Set(web.nodes.map(({ id }) => id));
    for (const other of [patrol, hazard, talk]) expect(seen).toContain(other.caseId);
    expect(web.nodes.filter(({ orphan }) => orphan)).toEqual([]);
  }
  for (const player of [patrol, hazard, talk]) {
    const clocks = await auditor.get<{ items: { basis: string; status: string; key: string }[] }>(
      `/cases/${player.caseId}/clocks`,
    );
    expect(clocks.items.length).toBeGreaterThan(3);
    expect(clocks.items.filter(({ basis, status }) => !basis && status !== 'local example')).toEqual([]);
  }
}, 300_000);
