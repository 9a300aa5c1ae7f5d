import { describe, expect, test } from '@jest/globals';
import { rolledBack } from '../tests/harness/database.ts';
import { aClock, aDocument, anExtension } from '../tests/harness/factories.ts';
import { background, opened } from '../tests/harness/opened-form.ts';
import { definition } from './definitions.ts';
import { formContext } from './submission/context.ts';
import { checkForm } from './forms/index.ts';
import { useDatabase } from './prefill/database.fixture.ts';

const given = useDatabase();

describe('forms as they open', () => {
  test('what is filled in passes the check of its own form, in every form that is shipped', () =>
    rolledBack(given.db, async (trx) => {
      const ground = await background(trx);
      const clock = await aClock(trx, { caseId: ground.caseId, key: 'rectify.term' });
      await anExtension(trx, clock, { days: 15, requestedAt: new Date() });
      const docId = await aDocument(trx, ground.caseId, { data: JSON.stringify({ secrecy: '不予公开' }) });
      const task = {
        doc_id: docId,
        scope_id: clock.clock_id,
        separate_from: ['verify'],
        variables: { recheckGroup: 'street:dinghai' },
      };
      const { schemas } = await definition(trx, ground.definitionKey);
      for (const formId of Object.keys(schemas)) {
        const elementId = {
          record: 'write-unfounded',
          'notice.publicity': 'publish-listing',
          'referral.deliver': 'hand-over-referral',
        }[formId];
        const {
          form,
          data,
          actor,
          task: opening,
        } = await opened(trx, ground, formId, { task, ...(elementId ? { elementId } : {}) });
        const filled = form.fields.filter(
          (field) => field.auto !== null && !field.readonly && !field.fixedRows && field.key in data,
        );
        const sent = Object.fromEntries(
          filled.filter(({ type }) => type !== 'table').map(({ key }) => [key, data[key]]),
        );
        const checked = checkForm(
          form,
          sent,
          await formContext(trx, actor, form, { task: opening, caseId: ground.caseId }),
        );
        const faults = checked.ok ? [] : checked.errors.filter(({ path }) => path in sent);
        // Two officers are asked for, and the product knows only the one who opened the form.
        expect([formId, faults.filter(({ message }) => !message.includes('至少'))]).toEqual([formId, []]);
      }
    }));
});
