import { randomUUID } from 'node:crypto';
import type { Form } from '../acts/act.ts';
import type { Api } from '../client.ts';
import type { World } from '../hand.ts';
import { STAFF } from '../people.ts';

/** What somebody reports: the fields of form hazard.intake. */
export type Report = Form & { source: string; anonymous: 'yes' | 'no' };

/** What a reporter of the demo is called; nobody in the district is. */
export const REPORTER = { reporter: '虞举某', reporterPhone: '13912345670' };

/** Register a report by hand at the start form of hazard-dispatch. */
export async function openByHand(
  api: Api,
  report: Report,
  as: string = STAFF.duty,
): Promise<{ caseId: string; caseNo: string }> {
  const session = await api.as(as);
  return session.post('/cases/hazard-dispatch', { data: report }, { 'idempotency-key': randomUUID() });
}

/** A ticket as the 12345 platform pushes it. */
export interface Ticket {
  ticketNo: string;
  kind: '咨询建议' | '求助投诉' | '督办' | '复杂' | '信访';
  anonymous: boolean;
  reporter?: string;
  reporterPhone?: string;
  address: string;
  lat?: number;
  lng?: number;
  firmName?: string;
  firmUscc?: string;
  category: string;
  description: string;
  urgent?: boolean;
  deathInvolved?: boolean;
}

/** Push a 12345 ticket, with the installation's token. */
export function openByHotline(
  api: Api,
  token: string,
  ticket: Ticket,
): Promise<{ caseId: string; caseNo: string }> {
  return api.anonymous.post('/inbound/hotline', ticket, { authorization: `Bearer ${token}` });
}

/** The same ticket typed in by a duty officer, for installations whose token we do not have. */
export const reportOf = (ticket: Ticket, world: World): Report => ({
  source: '12345',
  ticketNo: ticket.ticketNo,
  ticketKind: ticket.kind,
  anonymous: ticket.anonymous ? 'yes' : 'no',
  ...(ticket.anonymous ? {} : { reporter: ticket.reporter, reporterPhone: ticket.reporterPhone }),
  ...(ticket.firmUscc === undefined ? {} : { object: { uscc: ticket.firmUscc, name: ticket.firmName } }),
  place: world.place,
  category: ticket.category,
  description: ticket.description,
  urgency: ticket.urgent === true ? 'urgent' : 'normal',
  deathInvolved: ticket.deathInvolved === true ? 'yes' : 'no',
});
