import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { post, request } from '../ui/http.ts';
import { queryClient } from '../ui/query.ts';
import type { SampleAnswer } from './progress.ts';

const KEY = ['sample'];
const LOOK_MS = 1_000;
/** Who begins it from the log-in page, where nobody is logged in. */
const BEGINNER = 'mei.siqi';

/** How far the sample cases are; asked again each second while they are played, so that it survives a reload. */
export function useSample(wanted: boolean): UseQueryResult<SampleAnswer | null> {
  return useQuery({
    queryKey: KEY,
    enabled: wanted,
    queryFn: () => request<SampleAnswer>('/demo/sample', { quiet401: true }).catch(() => null),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? LOOK_MS : false),
  });
}

/** Begin; on the log-in page as somebody who is logged out again at once. */
export const beginSample = (stranger?: { password: string }): Promise<void> =>
  asSomebody(stranger, () => post('/demo/sample'));

/** Let it end after the step it is at. */
export const stopSample = (stranger?: { password: string }): Promise<void> =>
  asSomebody(stranger, () => request('/demo/sample', { method: 'DELETE' }));

async function asSomebody(
  stranger: { password: string } | undefined,
  act: () => Promise<unknown>,
): Promise<void> {
  try {
    if (stranger) await post('/session', { account: BEGINNER, password: stranger.password });
    await act();
  } finally {
    if (stranger) await request('/session', { method: 'DELETE', quiet401: true }).catch(() => undefined);
    await queryClient.invalidateQueries({ queryKey: KEY });
  }
}
