import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SYSTEM } from './actor.ts';
import { canonical } from './canonical.ts';
import { asSystem, one, rows, type Db } from './db.ts';
import { readMeta } from './definitions.ts';
import type { Engine } from './engine.ts';
import { listForms } from './forms/files.ts';
import type { FormSchema } from './forms/types.ts';
import { checkDiagram, type GateContext } from './gate/index.ts';
import { shippedContext } from './gate/context.ts';
import { replayTriggers } from './pending-triggers.ts';
import { now } from './time.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
/** Asked for by a page, not by a user task: bundled with the process that it starts. */
const START_FORMS: Record<string, string> = { 'extension-approval': 'extension.request' };

export interface Deployed {
  process: string;
  version: number;
  fresh: boolean;
}

/** A diagram did not pass the publish gate; `findings` are lines for people. */
export class GateRefused extends Error {
  readonly findings: string[];
  constructor(process: string, findings: string[]) {
    super(`${process} does not pass the publish gate:\n${findings.join('\n')}`);
    this.findings = findings;
  }
}

/** Diagrams of processes/, by process id (= folder = file name). */
export function shippedDiagrams(root = ROOT): { process: string; bpmn: string }[] {
  const folder = `${root}processes/`;
  return readdirSync(folder)
    .filter((name) => existsSync(`${folder}${name}/${name}.bpmn`))
    .sort()
    .map((process) => ({ process, bpmn: readFileSync(`${folder}${process}/${process}.bpmn`, 'utf8') }));
}

/**
 * Deploy every shipped process whose bundle (diagram and forms) is not deployed yet: publish gate first, all in one
 * deployment, versions and bundles kept for ever in `definition_version`. The gate is the one `bihuan lint` runs.
 */
export async function deployShipped(
  db: Db,
  engine: Engine,
  brokerEpoch: string,
  by: string,
): Promise<Deployed[]> {
  const forms = new Map(listForms(ROOT).map((form) => [form.id, form.schema]));
  const fresh: Awaited<ReturnType<typeof bundleOf>>[] = [];
  const result: Deployed[] = [];
  for (const { process, bpmn } of shippedDiagrams()) {
    const bundle = await bundleOf(process, bpmn, forms);
    const known = await one<{ version: number }>(
      db,
      'select version from definition_version where process = ? and hash = ? and broker_epoch = ? order by version desc',
      [process, bundle.hash, brokerEpoch],
    );
    if (known !== undefined) result.push({ process, version: known.version, fresh: false });
    else fresh.push(bundle);
  }
  if (fresh.length === 0) return result;
  const context = shippedContext();
  for (const bundle of fresh) bundle.bpmn = await published(bundle, context);
  const definitions = await engine.deploy(
    fresh.map(({ process, bpmn }) => ({ name: `${process}.bpmn`, bpmn })),
  );
  await asSystem(db, async (trx) => {
    for (const bundle of fresh) {
      const made = definitions.find((definition) => definition.process === bundle.process)!;
      await trx.raw(
        `insert into definition_version (process, version, broker_epoch, definition_key, hash, bpmn, forms, deployed_by, deployed_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (broker_epoch, definition_key) do nothing`,
        [
          made.process,
          made.version,
          brokerEpoch,
          made.definitionKey,
          bundle.hash,
          bundle.bpmn,
          JSON.stringify(bundle.forms),
          by,
          now(),
        ],
      );
      result.push({ process: made.process, version: made.version, fresh: true });
    }
    await replayTriggers(trx, SYSTEM);
  });
  return result;
}

/**
 * The text that goes to the engine: as the gate has re-serialised it, so that what was judged is what runs, and marked
 * with the bundle's hash, so that a changed form alone makes a new version: a deployed bundle is never overwritten.
 */
async function published(
  bundle: { process: string; bpmn: string; hash: string },
  context: GateContext,
): Promise<string> {
  const checked = await checkDiagram(bundle.bpmn, context);
  if (checked.ok) return `${checked.xml!.trimEnd()}\n<!-- bundle ${bundle.hash} -->\n`;
  throw new GateRefused(
    bundle.process,
    checked.refused
      ? [checked.refused.reason]
      : checked.findings.map((f) => `${f.element}  ${f.rule}  ${f.message}`),
  );
}

async function bundleOf(process: string, bpmn: string, forms: Map<string, FormSchema>) {
  const meta = await readMeta(bpmn);
  const ids = [...meta.formIds, ...(START_FORMS[process] ? [START_FORMS[process]] : [])];
  const used = Object.fromEntries(ids.flatMap((id) => (forms.has(id) ? [[id, forms.get(id)!]] : [])));
  const hash = createHash('sha256')
    .update(canonical({ bpmn, forms: used }))
    .digest('hex');
  return { process, bpmn, forms: used, hash };
}

/** What is deployed, newest version of each process. */
export const deployedNow = (db: Db) =>
  rows<{ process: string; version: number; deployed_at: Date }>(
    db,
    'select distinct on (process) process, version, deployed_at from definition_version order by process, version desc',
  );
