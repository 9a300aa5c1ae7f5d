import { createRequire } from 'node:module';
import { engineRules, loadOwnRules, packagedRule, standardRules } from './rules.ts';
import { explain, type Report } from './messages.ts';
import type { DiagramElement, Finding, GateContext } from './types.ts';

const require = createRequire(import.meta.url);

interface Linter {
  lint(
    definitions: DiagramElement,
    config: { rules: Record<string, unknown> },
  ): Promise<Record<string, Report[]>>;
}
type LinterClass = new (options: { resolver: unknown }) => Linter;

/** Name under which bpmnlint knows our rules; findings show only the rule's own name. */
const ours = 'bpmnlint-plugin-bihuan';

/**
 * Run bpmnlint: its own rules, those for the 8.5 line of the engine, and ours, which get the context as their
 * configuration. Messages come back in Chinese. A rule that breaks on a diagram is itself a finding.
 */
export async function lintDiagram(definitions: DiagramElement, context: GateContext): Promise<Finding[]> {
  const own = await loadOwnRules();
  const { Linter } = require('bpmnlint') as { Linter: LinterClass };
  const linter = new Linter({
    resolver: {
      resolveRule: (pkg: string, name: string) => (pkg === ours ? own.get(name) : packagedRule(pkg, name)),
    },
  });
  const rules: Record<string, unknown> = {};
  for (const name of standardRules) rules[name] = 'error';
  for (const [name, [, config]] of engineRules()) rules[`camunda-compat/${name}`] = ['error', config];
  for (const name of own.keys()) rules[`bihuan/${name}`] = ['error', context];
  const reports = await linter.lint(definitions, { rules });
  return Object.entries(reports).flatMap(([name, each]) =>
    each.map((report) => {
      const rule = name.replace(/^.*\//, '');
      const mine = own.has(rule) && report.category !== 'rule-error';
      return {
        element: report.id ?? definitions.id ?? '',
        rule,
        severity: 'error' as const,
        message: mine ? report.message : explain(rule, report),
      };
    }),
  );
}
