import { Type } from '@sinclair/typebox';
import { createDraft, redraft } from '../../core/served-documents.ts';
import { context, maybe, text, uuid } from '../input.ts';
import { verb } from '../verb.ts';

/**
 * Makes the draft of a document that is to be served, from its template and what the case has on record. Sent back, it
 * is made anew as the next version of the same document, with the passages as they were corrected.
 */
export default verb({
  name: '生成文书',
  input: Type.Object({
    caseId: uuid,
    docTemplate: text,
    docId: maybe(uuid),
    recipient: maybe(context),
    data: maybe(context),
  }),
  async run({ input, job, caseId, trx, at, acted }) {
    const more = { template: input.docTemplate };
    if (input.docId) {
      const { title, version } = await redraft(trx, caseId, input.docId);
      acted('document.drafted', title, { after: { version }, more: { ...more, docId: input.docId } });
      return { docId: input.docId };
    }
    const { docId, title } = await createDraft(trx, {
      caseId,
      itemId: typeof input.data?.itemId === 'string' ? input.data.itemId : null,
      elementId: job.elementId,
      template: input.docTemplate,
      recipient: input.recipient ?? null,
      data: input.data ?? {},
      at,
    });
    acted('document.drafted', title, { after: { version: 1 }, more: { ...more, docId } });
    return { docId };
  },
});
