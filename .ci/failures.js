import { readFileSync } from 'node:fs';

// Prints what failed in a jest result (`--json --outputFile`), shortly: file, test, where, and the first lines of why.
const LINES = 14;
const { testResults } = JSON.parse(readFileSync(process.argv[2], 'utf8'));

const shortly = (text) =>
  text
    // eslint-disable-next-line no-control-regex -- colours of the terminal
    .replace(/\u001b\[\d+(;\d+)*m/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, LINES)
    .map((line) => `    ${line.slice(0, 200)}`)
    .join('\n');

for (const { name, message, assertionResults } of testResults) {
  const failures = assertionResults.filter(({ status }) => status === 'failed');
  for (const { fullName, duration, failureMessages } of failures)
    console.log(`FAILED ${name}: ${fullName} (${duration} ms)\n${shortly(failureMessages.join('\n'))}`);
  if (failures.length === 0 && message) console.log(`FAILED ${name}\n${shortly(message)}`);
}
