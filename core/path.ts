import { rows, type Trx } from './db.ts';
import { definition } from './definitions.ts';
import { incidentWord } from './words.ts';

/**
 * Instances of a case: those known by its id, and those they called. A called process that owns a case of its own is
 * not part of this one. Helpers (整改, 送达) have no case of their own, so until their first task opens only the chain of
 * parents tells to whom they belong.
 */
const INSTANCES = `
  with recursive mine as (
    select i.broker_epoch, i.instance_key, i.parent_key, i.process, i.definition_key, i.started_at from instance i
     where i.case_id = :id or exists (select 1 from cases c where c.case_id = :id
       and c.broker_epoch = i.broker_epoch and c.instance_key = i.instance_key)
    union
    select i.broker_epoch, i.instance_key, i.parent_key, i.process, i.definition_key, i.started_at
      from instance i join mine m on i.broker_epoch = m.broker_epoch and i.parent_key = m.instance_key
     where (i.case_id is null or i.case_id = :id) and not exists (select 1 from cases c where c.case_id <> :id
       and c.broker_epoch = i.broker_epoch and c.instance_key = i.instance_key)
  )`;

export interface Visit {
  elementId: string;
  state: 'active' | 'completed' | 'terminated';
  /** How often it was entered; `active`: how many of these are still there. */
  count: number;
  active: number;
  enteredAt: string;
  leftAt: string | null;
}

/** One diagram of a case, in the version that ran, with the way taken. */
export interface DiagramPath {
  process: string;
  processName: string;
  version: number;
  definitionKey: string;
  bpmn: string;
  /** true for a helper the case called. */
  called: boolean;
  itemNo?: number;
  instanceKey: string;
  visits: Visit[];
  flows: { flowId: string; count: number }[];
  /** Steps at which the engine stands still; what is wrong in Chinese. What the engine said is for operators (stopped.ts). */
  incidents: { elementId: string; wrong: string }[];
}

interface InstanceRow {
  broker_epoch: string;
  instance_key: string;
  parent_key: string | null;
  definition_key: string;
  item_no: number | null;
}

/**
 * The way a case took through its diagrams: visits and flows per instance, the case's own process first, called
 * helpers after it in the order they began. What the engine has done but not yet told is missing for a moment.
 */
export async function pathOf(trx: Trx, caseId: string): Promise<{ diagrams: DiagramPath[] }> {
  const instances = await rows<InstanceRow>(
    trx,
    `${INSTANCES} select m.*, (select min(i.no) from task t join item i on i.item_id = t.item_id
        where t.broker_epoch = m.broker_epoch and t.instance_key = m.instance_key and m.parent_key is not null) as item_no
     from mine m order by m.parent_key is not null, m.started_at nulls last, m.instance_key`,
    { id: caseId },
  );
  const keys = { id: caseId };
  const visits = await rows<
    Omit<Visit, 'enteredAt' | 'leftAt'> & { key: string; entered_at: Date; left_at: Date | null }
  >(
    trx,
    `${INSTANCES} select v.instance_key as key, v.element_id as "elementId",
       -- A multi-instance body is no pass of its own: its instances are.
       greatest(1, count(*) filter (where v.element_type <> 'MULTI_INSTANCE_BODY'))::int as count,
       count(*) filter (where v.element_type <> 'MULTI_INSTANCE_BODY' and v.state = 'active')::int as active,
       case when bool_or(v.state = 'active') then 'active' when bool_or(v.state = 'completed') then 'completed'
            else 'terminated' end as state,
       min(v.entered_at) as entered_at, case when bool_or(v.state = 'active') then null else max(v.left_at) end as left_at
     from element_visit v join mine m using (broker_epoch, instance_key)
     group by v.broker_epoch, v.instance_key, v.element_id order by min(v.entered_at), v.element_id`,
    keys,
  );
  const flows = await rows<{ key: string; flowId: string; count: number }>(
    trx,
    `${INSTANCES} select f.instance_key as key, f.flow_id as "flowId", count(*)::int as count
     from flow_taken f join mine m using (broker_epoch, instance_key)
     group by f.broker_epoch, f.instance_key, f.flow_id order by f.flow_id`,
    keys,
  );
  const incidents = await rows<{ key: string; elementId: string; error_type: string }>(
    trx,
    `${INSTANCES} select n.instance_key as key, n.element_id as "elementId", n.error_type
     from incident n join mine m using (broker_epoch, instance_key) where n.resolved_at is null order by n.at`,
    keys,
  );
  const diagrams: DiagramPath[] = [];
  for (const instance of instances) {
    const { process, version, bpmn, meta } = await definition(trx, instance.definition_key);
    const own = <T extends { key: string }>(all: T[]) =>
      all.filter(({ key }) => key === instance.instance_key);
    diagrams.push({
      process,
      processName: meta.name,
      version,
      definitionKey: instance.definition_key,
      bpmn,
      called: instance.parent_key !== null,
      ...(instance.item_no === null ? {} : { itemNo: instance.item_no }),
      instanceKey: instance.instance_key,
      visits: own(visits).map(({ elementId, state, count, active, entered_at, left_at }) => ({
        elementId,
        state,
        count,
        active,
        enteredAt: entered_at.toISOString(),
        leftAt: left_at?.toISOString() ?? null,
      })),
      flows: own(flows).map(({ flowId, count }) => ({ flowId, count })),
      incidents: own(incidents).map(({ elementId, error_type }) => ({
        elementId,
        wrong: incidentWord(error_type),
      })),
    });
  }
  return { diagrams };
}

/**
 * Elements a case has gone through, with the version of their diagram: what the engine told, and every user task that
 * was submitted (the engine may tell of it a moment later).
 */
export function passedElements(
  trx: Trx,
  caseId: string,
): Promise<{ process: string; definitionKey: string; elementId: string }[]> {
  return rows(
    trx,
    `${INSTANCES} select distinct m.process, m.definition_key as "definitionKey", v.element_id as "elementId"
       from element_visit v join mine m using (broker_epoch, instance_key) where v.state = 'completed'
     union select distinct t.process, t.definition_key, t.element_id from task t
       where t.case_id = :id and t.state in ('closing', 'done')`,
    { id: caseId },
  );
}
