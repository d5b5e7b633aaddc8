import { useQuery } from '@tanstack/react-query';
import { createContext, use } from 'react';
import type { Role, Session } from '../../../core/api/session.ts';
import { comeBack } from '../sign-in/come-back.ts';
import { ApiError } from './api-error.ts';
import { get } from './client.ts';
import { endpoints } from './endpoints.ts';
import { sessionKey } from './query-client.ts';

/** Who is there: null when nobody is, and they have to sign in first. */
export const useSessionQuery = () =>
  useQuery<Session | null, Error>({
    queryKey: sessionKey,
    queryFn: async ({ signal }) => {
      await comeBack();
      return await get(endpoints.session, signal).catch((error: Error) => {
        if (error instanceof ApiError && error.status === 401) return null;
        throw error;
      });
    },
    staleTime: 60_000,
  });

/** Filled by the app once somebody is there: what stands inside it never asks whether. */
export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = use(SessionContext);
  if (session === null) throw new Error('useSession is used outside of SessionContext');
  return session;
}

/** Whether the person may do what takes this role. The server decides; this hides what it would refuse. */
export const useMay = (role: Role): boolean => useSession().roles.includes(role);
