import type { Actor } from '../../core/actor.ts';
import { rows, type Db } from '../../core/db.ts';
import { latestDefinition } from '../../core/definitions.ts';
import { may } from '../../core/policies.ts';

export interface Startable {
  process: string;
  name: string;
  /** What it is for, and the stages a case goes through. */
  summary: string;
  sections: string[];
  startForm: string | null;
  mayCreate: boolean;
}

/** All deployed processes that own cases, and whether this person may start one by hand. */
export async function startable(db: Db, actor: Actor): Promise<Startable[]> {
  const processes = await rows<{ process: string }>(
    db,
    `select distinct process from definition_version d join installation i on i.broker_epoch = d.broker_epoch order by 1`,
  );
  const found: Startable[] = [];
  for (const { process } of processes) {
    const { meta } = await latestDefinition(db, process);
    if (meta.series === null) continue;
    found.push({
      process,
      name: meta.name,
      summary: meta.summary,
      sections: meta.sections,
      startForm: meta.startForm,
      mayCreate: meta.startForm !== null && may(actor, 'case.create', meta),
    });
  }
  return found;
}
