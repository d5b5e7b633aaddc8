import {
  skipToken,
  type UseMutationResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import type { Paged } from '../../../core/api/paging.ts';
import { get, send } from './client.ts';
import { type Endpoint, withQuery } from './endpoints.ts';

/** What an endpoint answers, kept fresh while it is shown. `null` asks nothing yet. */
export const useAnswer = <Answer>(endpoint: Endpoint<Answer> | null): UseQueryResult<Answer, Error> =>
  useQuery<Answer, Error>({
    queryKey: [endpoint?.path],
    queryFn: endpoint === null ? skipToken : async ({ signal }) => await get(endpoint, signal),
  });

/** A list that comes in pages: all that came so far, and how to get more. */
export interface Pages<Item> {
  readonly items: readonly Item[];
  /** How many records were looked through, where the list says so. */
  readonly looked: number | null;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly loadMore: () => void;
}

/** The pages of a list. Its `data` is there as soon as the first page is. */
export function usePages<Item>(endpoint: Endpoint<Paged<Item>>) {
  const query = useInfiniteQuery({
    queryKey: [endpoint.path, 'pages'],
    queryFn: async ({ pageParam, signal }) =>
      await get(pageParam === null ? endpoint : withQuery(endpoint, 'cursor', pageParam), signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }: Paged<Item>) => next,
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const data: Pages<Item> | undefined = query.data && {
    items: query.data.pages.flatMap(({ items }) => items),
    looked: sumLooked(query.data.pages),
    hasMore: hasNextPage,
    isLoadingMore: isFetchingNextPage,
    loadMore: () => void fetchNextPage({ cancelRefetch: false }),
  };
  return { data, error: query.error, isPending: query.isPending, refetch: query.refetch };
}

function sumLooked(pages: readonly Paged<unknown>[]): number | null {
  const counts = pages.flatMap(({ looked }) => looked ?? []);
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0);
}

/** Tells the API to do something; what is on the screen is asked for again afterwards, whether it worked or not. */
export function useSend<Answer, Body = void>(
  endpoint: Endpoint<Answer>,
  method: 'POST' | 'PUT' | 'DELETE' = 'POST',
): UseMutationResult<Answer, Error, Body> {
  const client = useQueryClient();
  return useMutation<Answer, Error, Body>({
    mutationFn: async (body) => await send(method, endpoint, body ?? {}),
    onSettled: async () => await client.invalidateQueries(),
  });
}
