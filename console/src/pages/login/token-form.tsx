import { useState } from 'react';
import type { LoginRequest, Session } from '../../../../core/api/session.ts';
import { endpoints } from '../../api/endpoints.ts';
import { useSend } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { ErrorBox } from '../../components/states.tsx';
import { LoginTitle } from './login-title.tsx';

/** Takes a token, for which the server keeps a session. The token itself is kept nowhere here. */
export function TokenForm() {
  const [token, setToken] = useState('');
  const { mutate, isPending, error } = useSend<Session, LoginRequest>(endpoints.session);
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        mutate({ token: token.trim() });
      }}
    >
      <LoginTitle />
      <label htmlFor="token">Your token</label>
      <input
        autoComplete="current-password"
        id="token"
        maxLength={200}
        onChange={({ target }) => setToken(target.value)}
        required
        type="password"
        value={token}
      />
      <p className="dim small">
        Whoever runs this server makes one with <code>tourniquet token --name you --role viewer</code>.
      </p>
      {error !== null && <ErrorBox error={error} />}
      <Button busy={isPending} look="main" type="submit">
        Sign in
      </Button>
    </form>
  );
}
