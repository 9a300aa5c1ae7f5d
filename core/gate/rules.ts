import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);

/**
 * Where our rules live. They belong to the processes, and core may import only packages; so, as workers are found by
 * their path, rules are: the file's name is the rule's name.
 */
const home = fileURLToPath(new URL('../../processes/lint/', import.meta.url));

/** Made once per check from its configuration; bpmnlint calls `check` with every element. */
export type LintRule = (config: unknown) => { check: unknown };

/** Load our rules by name. A file that exports no rule stops the check: better none than one rule fewer. */
export async function loadOwnRules(): Promise<Map<string, LintRule>> {
  const rules = new Map<string, LintRule>();
  for (const file of ownRuleFiles()) {
    const module = (await import(pathToFileURL(`${home}${file}`).href)) as { default?: unknown };
    if (typeof module.default !== 'function') throw new Error(`processes/lint/${file} exports no rule`);
    rules.set(file.replace(/\.ts$/, ''), module.default as LintRule);
  }
  return rules;
}

/** Names of our rules' files. */
export function ownRuleFiles(): string[] {
  return readdirSync(home).filter((file) => file.endsWith('.ts') && !file.includes('.test.')).sort(); // prettier-ignore
}

/** bpmnlint's own rules that fit this engine and house; why others don't is in docs/decisions/0003-publish-gate.md. */
export const standardRules = [
  'end-event-required',
  'event-based-gateway',
  'event-sub-process-typed-start-event',
  'link-event',
  'no-duplicate-sequence-flows',
  'no-implicit-end',
  'no-implicit-split',
  'no-overlapping-elements',
  'single-blank-start-event',
  'single-event-definition',
  'start-event-required',
  'sub-process-blank-start-event',
  'superfluous-gateway',
  'superfluous-termination',
];

/** Rules of camunda-compat that one of ours says better, at the element that is meant. */
const replaced = new Set([
  'called-element',
  'executable-process',
  'feel',
  // Takes a call for something that doesn't wait; the broker itself does not (no-busy-loop).
  'no-loop',
  'sequence-flow-condition',
  'start-event-form',
  'user-task-form',
]);

/** What the 8.5 line of the engine can't run: rule name → severity and version, as the plugin gives it. */
export function engineRules(): Map<string, [string, unknown]> {
  const plugin = require('bpmnlint-plugin-camunda-compat') as {
    configs: Record<string, { rules: Record<string, [string, unknown]> }>;
  };
  const all = Object.entries(plugin.configs['camunda-cloud-8-5']?.rules ?? {});
  return new Map(all.filter(([name]) => !name.includes('/') && !replaced.has(name)));
}

/** One rule of a package, as bpmnlint's linter asks for it. */
export function packagedRule(pkg: string, name: string): LintRule {
  if (pkg === 'bpmnlint') return require(`bpmnlint/rules/${name}`) as LintRule;
  const plugin = require(pkg) as { rules: Record<string, string> };
  return require(`${pkg}/${plugin.rules[name]?.replace(/^\.\//, '')}`) as LintRule;
}
