import { QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { Problem, request } from './http.ts';
import type { Capped, Page } from './types.ts';

/** One client for the whole page: the server is asked again on focus, and refusals (4xx) are never retried. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // Without a network the service worker answers with what it kept, or the page says that there is none.
      networkMode: 'always',
      retry: (count, error) =>
        count < 2 && error instanceof Problem && (error.status === 0 || error.status >= 500),
    },
  },
});

/** Read one address of the API; `null` as path means: not yet. */
export function useGet<T>(
  path: string | null,
  options: { refetchInterval?: number; staleTime?: number; gcTime?: number } = {},
): UseQueryResult<T, Problem> {
  return useQuery<T, Problem>({
    queryKey: ['api', path],
    enabled: path !== null,
    queryFn: ({ signal }) => request<T>(path ?? '', { signal }),
    ...options,
  });
}

/** Mark every cached answer whose path starts with one of the prefixes as old, so that what is shown reloads. */
export function refresh(...prefixes: string[]): Promise<void> {
  return queryClient.invalidateQueries({
    predicate: ({ queryKey }) =>
      queryKey[0] === 'api' && prefixes.some((prefix) => String(queryKey[1]).startsWith(prefix)),
  });
}

/** Path with the given parameters that are set, in a stable order. */
export function withParams(path: string, params: Record<string, string | undefined>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) if (value) search.set(key, value);
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

/** A keyset list read page by page ("加载更多"). */
export interface Keyset<T> {
  rows: T[];
  total: Capped | null;
  problem: Problem | null;
  loading: boolean;
  loadingMore: boolean;
  hasMore: boolean;
  loadMore: () => void;
  retry: () => void;
}

/** Read a list with `cursor` paging. `path` already carries its filters; a new path starts at the first page. */
export function useKeyset<T>(path: string): Keyset<T> {
  const query = useInfiniteQuery<Page<T>, Problem, { pages: Page<T>[] }, unknown[], string | null>({
    queryKey: ['api', path],
    initialPageParam: null,
    queryFn: ({ pageParam, signal }) => {
      const glue = path.includes('?') ? '&' : '?';
      return request<Page<T>>(pageParam ? `${path}${glue}cursor=${encodeURIComponent(pageParam)}` : path, {
        signal,
      });
    },
    getNextPageParam: (last) => last.next,
    placeholderData: (before) => before,
  });
  const pages = query.data?.pages ?? [];
  return {
    rows: pages.flatMap((page) => page.items),
    total: pages[0]?.total ?? null,
    problem: query.error,
    loading: query.isPending,
    loadingMore: query.isFetchingNextPage,
    hasMore: query.hasNextPage,
    loadMore: () => void query.fetchNextPage(),
    retry: () => void query.refetch(),
  };
}
