import { createRequire } from 'node:module';
import { normaliseFlows } from '../../../core/gate/normalise.ts';
import { parseDiagram } from '../../../core/gate/parse.ts';
import { scanXml } from '../../../core/gate/scan.ts';
import type { GateContext, RuleFactory } from './types.ts';

const require = createRequire(import.meta.url);

/** A context in which nothing exists, for tests that say themselves what does. */
export const nothing: GateContext = {
  jobTypes: new Set(),
  formIds: new Set(),
  clockKeys: new Set(),
  processIds: new Set(),
};

/** For tests: what one rule says about one diagram, as `element: message` lines. */
export async function reports(
  rule: RuleFactory,
  xml: string,
  context: Partial<GateContext> = {},
): Promise<string[]> {
  const testRule = require('bpmnlint/lib/test-rule') as (run: object) => { id: string; message: string }[];
  const { definitions } = await parseDiagram(xml, scanXml(xml));
  for (const root of definitions.rootElements ?? []) normaliseFlows(root);
  const config = { ...nothing, ...context };
  return testRule({ moddleRoot: definitions, rule: rule(config), config }).map(
    ({ id, message }) => `${id}: ${message}`,
  );
}

/** For tests: the elements a rule complains about. */
export async function accused(
  rule: RuleFactory,
  xml: string,
  context: Partial<GateContext> = {},
): Promise<string[]> {
  return (await reports(rule, xml, context)).map((line) => line.slice(0, line.indexOf(':')));
}
