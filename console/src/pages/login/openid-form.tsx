import { useEffect, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { ErrorBox } from '../../components/states.tsx';
import { cameBack } from '../../sign-in/come-back.ts';
import type { OpenId } from '../../sign-in/openid.ts';
import { keepPending, takeSignedIn } from '../../sign-in/pending.ts';
import { LoginTitle } from './login-title.tsx';

/** The page is gone once it resolves. */
async function goToLogin(how: OpenId): Promise<void> {
  const { pathname, search, hash } = window.location;
  const { leaveForLogin } = await import('../../sign-in/openid.ts');
  await leaveForLogin(how, pathname + search + hash, keepPending);
}

/** Leads to the login, and back to where one was. Who was signed in before they loaded the page anew is led there at once. */
export function OpenIdForm({ how }: { readonly how: OpenId }) {
  const [leaving, setLeaving] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const leave = () => {
    setLeaving(true);
    goToLogin(how).catch((failure: Error) => {
      setLeaving(false);
      setError(failure);
    });
  };
  useEffect(() => {
    if (!cameBack() && takeSignedIn()) goToLogin(how).catch(setError);
  }, [how]);
  return (
    <div className="card">
      <LoginTitle />
      <p>
        {cameBack()
          ? 'Your session is over. Sign in again to go on where you were.'
          : `You sign in at ${new URL(how.authorizationEndpoint).hostname}.`}
      </p>
      {error !== null && <ErrorBox error={error} />}
      <Button busy={leaving} look="main" onClick={leave}>
        Sign in
      </Button>
    </div>
  );
}
