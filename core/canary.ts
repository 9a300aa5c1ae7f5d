/** The last run of the canary case, as workers/background/canary.ts saw it. */
let last: { ok: boolean; at: string | null; ms: number | null } = { ok: false, at: null, ms: null };

export const canary = {
  note(ok: boolean, at: Date, ms: number | null): void {
    last = { ok, at: at.toISOString(), ms };
  },
  last: () => last,
};
