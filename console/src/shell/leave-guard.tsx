import { createContext, type ReactNode, use, useCallback, useEffect, useRef } from 'react';
import { type AroundNavHandler, Router } from 'wouter';

const warning = 'What you wrote is not saved. Leave it?';

/** Tells the guard whether there is something on the page that leaving would lose. */
const TellContext = createContext<(unsaved: boolean) => void>(() => undefined);

/** Asks before one goes to another page and leaves what is not saved. Within a page one may go about freely. */
export function LeaveGuard({ children }: { readonly children: ReactNode }) {
  const unsaved = useRef(false);
  const tell = useCallback((now: boolean) => {
    unsaved.current = now;
  }, []);
  const ask: AroundNavHandler = (navigate, to, options) => {
    const stays = new URL(to, window.location.href).pathname === window.location.pathname;
    if (stays || !unsaved.current || window.confirm(warning)) navigate(to, options);
  };
  return (
    <TellContext value={tell}>
      <Router aroundNav={ask}>{children}</Router>
    </TellContext>
  );
}

/** Has the browser ask before the page is closed or left, as long as something is not saved. */
export function useLeaveWarning(unsaved: boolean): void {
  const tell = use(TellContext);
  useEffect(() => {
    if (!unsaved) return;
    tell(true);
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => {
      tell(false);
      window.removeEventListener('beforeunload', ask);
    };
  }, [tell, unsaved]);
}
