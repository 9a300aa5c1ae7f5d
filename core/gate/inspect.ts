import { lintDiagram } from './lint.ts';
import { normaliseFlows } from './normalise.ts';
import { parseDiagram, writeDiagram } from './parse.ts';
import { scanXml } from './scan.ts';
import { checkSoundness } from './soundness/index.ts';
import { readText, Refused } from './text.ts';
import type { DiagramElement, Finding, GateContext, GateResult } from './types.ts';

/**
 * The whole gate, in the thread that calls it and without a time limit: text → bare XML → diagram → rules →
 * soundness → the text to deploy. Callers outside of core/gate want `checkDiagram`.
 */
export async function inspectDiagram(bytes: Uint8Array, context: GateContext): Promise<GateResult> {
  try {
    const text = readText(bytes);
    const scanned = scanXml(text);
    const parsed = await parseDiagram(text, scanned);
    const { definitions } = parsed;
    for (const root of (definitions.rootElements ?? []) as DiagramElement[]) normaliseFlows(root);
    const findings = [
      ...scanned.findings,
      ...parsed.findings,
      ...(await lintDiagram(definitions, context)),
      ...checkSoundness(definitions).findings,
    ];
    const ordered = inDocumentOrder(definitions, distinct(findings));
    return { ok: !ordered.length, refused: null, findings: ordered, xml: await writeDiagram(definitions) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { reason, element } = error;
    return { ok: false, refused: element ? { reason, element } : { reason }, findings: [], xml: null };
  }
}

function distinct(findings: Finding[]): Finding[] {
  const kept = new Map(findings.map((each) => [`${each.element}\n${each.rule}\n${each.message}`, each]));
  return [...kept.values()];
}

/** Findings in the order in which a person reads the diagram's elements. */
function inDocumentOrder(definitions: DiagramElement, findings: Finding[]): Finding[] {
  const order = new Map<string, number>();
  const walk = (element: DiagramElement): void => {
    if (element.id && !order.has(element.id)) order.set(element.id, order.size);
    for (const child of [...(element.rootElements ?? []), ...(element.flowElements ?? [])]) walk(child);
  };
  walk(definitions);
  const place = (finding: Finding): number => order.get(finding.element) ?? Number.MAX_SAFE_INTEGER;
  return [...findings].sort((a, b) => place(a) - place(b));
}
