import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';

/** Parts of the offline verifier, each using only those before it. */
const PARTS = ['report', 'zip', 'manifest', 'chain', 'seal', 'verify', 'command'];

const TAIL = `
if (process.argv[2] === undefined) {
  console.log('用法：node verify.mjs 案卷.zip [可信公钥文件]');
  process.exitCode = 2;
} else {
  try {
    process.exitCode = verifyFromCommandLine(process.argv[2], process.argv[3]);
  } catch (error) {
    console.log(\`读不了：\${error.message}\`);
    process.exitCode = 2;
  }
}
`;

let bundled: string | undefined;

/**
 * The offline verifier as one JavaScript module that needs Node (18 or later) and nothing else: our own parts with
 * their types taken off, one after the other. What runs at the reader's is thus what runs and is tested here.
 */
export function offlineVerifier(): string {
  bundled ??= bundle();
  return bundled;
}

function bundle(): string {
  const imports = new Map<string, Set<string>>();
  const bodies = PARTS.map((part) => {
    const source = readFileSync(new URL(`./offline/${part}.ts`, import.meta.url), 'utf8');
    return (
      stripTypeScriptTypes(source)
        .replace(/^import\s*\{([^}]*)\}\s*from '([^']+)';\n/gm, (_, names: string, from: string) => {
          if (from.startsWith('node:'))
            names
              .split(',')
              .forEach((name) => imports.set(from, (imports.get(from) ?? new Set()).add(name.trim())));
          return '';
        })
        .replace(/^export /gm, '')
        .replace(/[ \t]+$/gm, '')
        // The types leave their room behind as blanks; no text of ours has three in a row.
        .replace(/(?<=\S) {3,}/g, ' ')
        .replace(/ \)/g, ')')
        .replace(/\n{3,}/g, '\n\n')
        .trim()
    );
  });
  const header = [...imports]
    .sort()
    .map(([from, names]) => `import { ${[...names].filter(Boolean).sort().join(', ')} } from '${from}';`);
  return `${header.join('\n')}\n\n${bodies.join('\n\n')}\n${TAIL}`;
}
