// Four kinds of test, by what they need: nothing (unit), a database (database), the whole product (scenario, browser).
const base = {
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript', tsx: false }, target: 'es2022' }, module: { type: 'es6' } },
    ],
  },
  testEnvironment: 'node',
  testPathIgnorePatterns: ['/node_modules/', '/.bihuan/', '/.cache/', '/dist/'],
  modulePathIgnorePatterns: ['/.bihuan/', '/.cache/'],
};
const heavy = [
  '<rootDir>/tests/system/',
  '<rootDir>/tests/long/',
  '<rootDir>/tests/browser/',
  '<rootDir>/tests/faults/',
  '/scenarios',
];
export default {
  // Real parts answer late on a busy machine; a hanging test is still ended.
  testTimeout: 60_000,
  // Left to itself jest takes one worker less than there are cores: of two, one; the product mostly waits for disks.
  maxWorkers: 2,
  testSequencer: '<rootDir>/tests/harness/longest-first.js',
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/**/*.test.ts'],
      testPathIgnorePatterns: [...base.testPathIgnorePatterns, ...heavy, '\\.db\\.test\\.ts$'],
    },
    {
      ...base,
      displayName: 'database',
      testMatch: ['<rootDir>/**/*.db.test.ts'],
      globalSetup: '<rootDir>/tests/harness/database-setup.js',
      globalTeardown: '<rootDir>/tests/harness/database-teardown.js',
    },
    {
      ...base,
      displayName: 'scenario',
      testMatch: ['<rootDir>/processes/**/scenarios*.test.ts', '<rootDir>/tests/system/**/*.test.ts'],
      globalSetup: '<rootDir>/tests/harness/product-setup.ts',
      globalTeardown: '<rootDir>/tests/harness/product-teardown.ts',
    },
    {
      ...base,
      displayName: 'browser',
      testMatch: ['<rootDir>/tests/browser/**/*.test.ts'],
      globalSetup: '<rootDir>/tests/harness/product-setup.ts',
      globalTeardown: '<rootDir>/tests/harness/product-teardown.ts',
    },
    // What takes many minutes and is run by .ci/run and by hand, not with every `npm test`.
    {
      ...base,
      displayName: 'long',
      testMatch: ['<rootDir>/tests/long/**/*.test.ts'],
      globalSetup: '<rootDir>/tests/harness/product-setup.ts',
      globalTeardown: '<rootDir>/tests/harness/product-teardown.ts',
    },
    { ...base, displayName: 'faults', testMatch: ['<rootDir>/tests/faults/**/*.test.ts'] },
  ],
};
