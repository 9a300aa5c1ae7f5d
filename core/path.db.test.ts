import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freshDatabase, rolledBack, type TestDatabase } from '../tests/harness/database.ts';
import { aCase, deployed } from '../tests/harness/factories.ts';
import { pathOf } from './path.ts';
import { now } from './time.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const RAW = "failed to evaluate expression 'handlerGroup': no variable found for name 'handlerGroup'";

test.each([
  ['EXTRACT_VALUE_ERROR', '这一步需要的数据缺失或不对，多半是不知道交给谁办理'],
  ['A_KIND_OF_THE_NEXT_BROKER', '流程引擎报告了故障'],
])(
  'the path of a case says in Chinese that a step stands still (%s), and nothing of what the engine said',
  (type, wrong) =>
    rolledBack(database.db, async (trx) => {
      // given a case whose instance stands at a step
      const { caseId } = await aCase(trx);
      const definitionKey = await deployed(trx, 'hazard-dispatch');
      await trx('instance').insert({
        ...{ broker_epoch: 'test', instance_key: '77', process: 'hazard-dispatch', case_id: caseId },
        ...{ definition_key: definitionKey, state: 'active', started_at: now() },
      });
      await trx('incident').insert({
        ...{
          broker_epoch: 'test',
          incident_key: '1',
          instance_key: '77',
          case_id: caseId,
          element_id: 'take',
        },
        ...{ error_type: type, message: RAW, at: now() },
      });
      // when anybody who sees the case looks at its path (it stands in the export as well)
      const { diagrams } = await pathOf(trx, caseId);
      // then
      expect(diagrams.map(({ incidents }) => incidents)).toEqual([[{ elementId: 'take', wrong }]]);
      expect(JSON.stringify(diagrams)).not.toContain('failed to evaluate');
    }),
);
