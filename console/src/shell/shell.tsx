import { type ReactNode, Suspense } from 'react';
import { Link, useLocation } from 'wouter';
import { useLive } from '../api/live.ts';
import { useSession } from '../api/session.ts';
import { Skeleton } from '../components/states.tsx';
import { KillSwitch } from './kill-switch.tsx';
import { LiveSign } from './live-sign.tsx';
import { Navigation } from './navigation.tsx';
import { PageBoundary } from './page-boundary.tsx';
import { Shortcuts } from './shortcuts.tsx';
import { SignOut } from './sign-out.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import './shell.css';

/** What stands around every page. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { name, home, account, live, signsIn } = useSession();
  const [path] = useLocation();
  const state = useLive(live);
  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <header className="bar">
        <Link className="brand" href="/">
          <span aria-hidden="true" className="mark" />
          Tourniquet
        </Link>
        {account === 'simulated' && (
          <span className="place" title="Actions change a simulated AWS account: nothing real is touched.">
            simulated account
          </span>
        )}
        {home === 'aws' && <span className="place">on AWS</span>}
        <div className="bar-end">
          <LiveSign state={state} />
          <KillSwitch />
          <ThemeSwitch />
          <span className="person" title="Who you are here">
            {name}
          </span>
          {signsIn && <SignOut />}
        </div>
      </header>
      <Navigation />
      <main id="main" tabIndex={-1}>
        <PageBoundary key={path}>
          <Suspense fallback={<Skeleton lines={8} />}>{children}</Suspense>
        </PageBoundary>
      </main>
      <Shortcuts />
    </div>
  );
}
