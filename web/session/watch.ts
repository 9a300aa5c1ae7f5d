import type { Request } from 'express';
import { rows, type Db } from '../../core/db.ts';

/** How soon a stream ends after its session has. */
const LOOK_MS = 2_000;

interface Open {
  sid: string;
  account: string;
  end: () => void;
}

/**
 * Ends streams whose session has ended: by log-out here or in another process, by expiry, or because the person was
 * deactivated. One question to the database every two seconds for all of them, and none where nothing is open.
 */
export class SessionWatch {
  private readonly open = new Set<Open>();
  private timer: NodeJS.Timeout | undefined;
  private readonly db: Db;
  constructor(db: Db) {
    this.db = db;
  }

  /** Watch the session of a request. Out: stop watching. */
  follow(request: Request, end: () => void): () => void {
    const one = { sid: request.sessionID, account: request.actor!.account, end };
    this.open.add(one);
    this.timer ??= setInterval(() => void this.look().catch(() => undefined), LOOK_MS).unref();
    return () => this.forget(one);
  }

  private forget(one: Open): void {
    this.open.delete(one);
    if (this.open.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private async look(): Promise<void> {
    const asked = [...this.open];
    // Sessions live by the host's clock, as the store wrote it, whatever the demo clock says.
    const alive = await rows<{ sid: string }>(
      this.db,
      `select s.sid from session s join person p on p.account = s.sess->>'account' and p.active
       where s.sid = any(?) and s.expire > clock_timestamp()`,
      [asked.map(({ sid }) => sid)],
    );
    const kept = new Set(alive.map(({ sid }) => sid));
    for (const one of asked) {
      if (kept.has(one.sid)) continue;
      this.forget(one);
      one.end();
    }
  }
}
