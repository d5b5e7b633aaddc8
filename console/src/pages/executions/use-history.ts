import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ExecutionId } from '../../../../core/api/executions.ts';
import { get } from '../../api/client.ts';
import { endpoints } from '../../api/endpoints.ts';
import { withQuery } from '../../api/endpoints.ts';
import { type History, readOn } from './read-on.ts';

const PAGE = 1000;

/** An execution's whole history. It grows while it is read, and asking again reads on from its last page. */
export function useHistory(id: ExecutionId): UseQueryResult<History, Error> {
  const endpoint = endpoints.history(id, { limit: PAGE });
  const queryKey = [endpoint.path, 'history'];
  return useQuery<History, Error>({
    queryKey,
    queryFn: async ({ signal, client }) =>
      await readOn(
        client.getQueryData<History>(queryKey),
        async (cursor) =>
          await get(cursor === null ? endpoint : withQuery(endpoint, 'cursor', cursor), signal),
        (history) => client.setQueryData(queryKey, history),
      ),
  });
}
