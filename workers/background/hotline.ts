import { act } from '../../core/act.ts';
import { SYSTEM } from '../../core/actor.ts';
import type { Installation } from '../../core/config.ts';
import { asSystem } from '../../core/db.ts';
import { now } from '../../core/time.ts';
import type { Host } from '../host.ts';
import type { Carrier } from './outbox.ts';

const TIMEOUT_MS = 10_000;

/**
 * The outbound adapter to 12345: posts the result of a ticket to the platform (BIHUAN_HOTLINE_URL; in a demo the
 * local receiver) and, when it is acknowledged, stamps the answer. The receiver is idempotent by answer id, so a
 * repeat after a lost reply does nothing twice.
 */
export function hotlineCarrier(host: Host, installation: Installation): Carrier {
  const url = process.env.BIHUAN_HOTLINE_URL ?? `${installation.publicUrl}/api/inbound/hotline/receiver`;
  return async ({ ticketNo, answerId, status, content }, entry) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${installation.keys.hotline[0]!.value}`,
      },
      body: JSON.stringify({ ticketNo, answerId, status, content }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(`12345 answered ${response.status}`);
    await response.arrayBuffer();
    await asSystem(host.db, async (trx) => {
      await trx.raw('update answer set acknowledged_at = ? where answer_id = ? and acknowledged_at is null', [
        now(),
        answerId,
      ]);
      await act(trx, {
        caseId: entry.caseId!,
        actor: SYSTEM,
        act: 'ticket.acknowledged',
        subject: ticketNo,
        after: { status },
      });
    });
    return 'acknowledged';
  };
}
