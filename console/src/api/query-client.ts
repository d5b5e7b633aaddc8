import { QueryCache, QueryClient, MutationCache } from '@tanstack/react-query';
import { ApiError, isPassing } from './api-error.ts';
import { endpoints } from './endpoints.ts';

export const sessionKey = [endpoints.session.path];

/** Queries try again where that can help; a session that ended brings the login page, whatever was asked. */
export function createQueryClient(): QueryClient {
  const notice = (error: Error) => {
    if (error instanceof ApiError && error.status === 401) client.setQueryData(sessionKey, null);
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: notice }),
    mutationCache: new MutationCache({ onError: notice }),
    defaultOptions: {
      queries: {
        staleTime: 2000,
        retry: (failures, error) => isPassing(error) && failures < 3,
        retryDelay: (failures) => 500 * 2 ** failures,
      },
    },
  });
  return client;
}
