import { createRequire } from 'node:module';

const { default: Sequencer } = createRequire(import.meta.url)('@jest/test-sequencer');

/** Files that take minutes, by name: begun last they would run alone while the other worker has nothing to do. */
const LONGEST = [
  'browser/pages',
  'long/demo',
  'fuzz',
  'sudden-death',
  'warning-talk/scenarios',
  'long/registers',
  'browser/refusals',
  'long/drafts',
  'sample',
  'hazard-dispatch/scenarios',
  'demo.test',
];

/** Jest's order, but the longest files first: on a fresh clone jest knows no durations and goes by file size. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const at = LONGEST.findIndex((name) => path.includes(name));
      return at === -1 ? LONGEST.length : at;
    };
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
}
