import { createContext, type ReactNode, use, useEffect, useState } from 'react';

const everyMs = 5000;
const NowContext = createContext(0);

/** One timer for all ages on the page. */
export function NowProvider({ children }: { readonly children: ReactNode }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, []);
  return <NowContext value={now}>{children}</NowContext>;
}

/** Epoch milliseconds, renewed every five seconds. */
export const useNow = (): number => use(NowContext);
