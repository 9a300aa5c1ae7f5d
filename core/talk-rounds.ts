import type { Trx } from './db.ts';
import { submissionsOf, type Submission } from './submissions.ts';

/** Steps of the present round of a talk, newest first: what was handed in since a leader last agreed to hold one. */
export async function roundOf(trx: Trx, caseId: string): Promise<Submission[]> {
  const steps = await submissionsOf(trx, caseId, { form: ['talk.decide', 'talk.arrival', 'talk.postpone'] });
  const agreed = steps.findIndex(
    ({ form_id, data }) => form_id === 'talk.decide' && data.decision === 'agree',
  );
  return agreed < 0 ? steps : steps.slice(0, agreed);
}

/** How often the talk was put off in this round: a request a leader agreed to, or an absence for a good reason. */
export const postponements = (round: readonly Submission[]): number =>
  round.filter(({ data, form_id }) =>
    form_id === 'talk.postpone' ? data.decision === 'agree' : data.justified === 'yes',
  ).length;

/** How often the unit stayed away without a good reason, or sent somebody who was not asked. */
export const absences = (round: readonly Submission[]): number =>
  round.filter(({ data, form_id }) => form_id === 'talk.arrival' && data.justified === 'no').length;
