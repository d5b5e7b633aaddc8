import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { createQueryClient } from './api/query-client.ts';
import { SessionContext, useSessionQuery } from './api/session.ts';
import { NowProvider } from './components/now.tsx';
import { Loaded } from './components/states.tsx';
import { Login } from './pages/login/login.tsx';
import { Routes } from './routes.tsx';
import { LeaveGuard } from './shell/leave-guard.tsx';
import { Shell } from './shell/shell.tsx';

/** The console: who is there decides between the login page and everything else. */
export function App() {
  const [client] = useState(createQueryClient);
  return (
    <QueryClientProvider client={client}>
      <NowProvider>
        <Gate />
      </NowProvider>
    </QueryClientProvider>
  );
}

const Gate = () => (
  <Loaded query={useSessionQuery()}>
    {(session) =>
      session === null ? (
        <Login />
      ) : (
        <SessionContext value={session}>
          <LeaveGuard>
            <Shell>
              <Routes />
            </Shell>
          </LeaveGuard>
        </SessionContext>
      )
    }
  </Loaded>
);
