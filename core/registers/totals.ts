import { rows, type Trx } from '../db.ts';

/** What a unit has in 考核: its latest result, and all that was taken off. */
export interface UnitTotal {
  unitId: string;
  unitName: string;
  /** Cases that posted a score. */
  patrols: number;
  deducted: number;
  /** Points of the latest patrol, and when they were posted. */
  latest: number;
  postedAt: Date;
}

/** Totals by unit, the lowest latest result first: those to look at. Row-level security decides whose. */
export const scoreTotals = (trx: Trx): Promise<UnitTotal[]> =>
  rows<UnitTotal>(
    trx,
    `select s.unit_id as "unitId", u.name_zh as "unitName", count(distinct s.case_id)::int as patrols,
       sum(s.deduct)::float8 as deducted, (array_agg(s.total order by s.posted_at desc))[1]::float8 as latest,
       max(s.posted_at) as "postedAt"
     from appraisal_score s join unit u on u.unit_id = s.unit_id group by s.unit_id, u.name_zh order by latest, u.name_zh`,
  );
