import { endpoints } from '../../api/endpoints.ts';
import { useAnswer } from '../../api/queries.ts';
import { Loaded } from '../../components/states.tsx';
import { OpenIdForm } from './openid-form.tsx';
import { TokenForm } from './token-form.tsx';
import './login.css';

/** Lets people in, as the server says that they sign in. */
export function Login() {
  return (
    <main className="login">
      <title>Sign in · Tourniquet</title>
      <Loaded lines={3} query={useAnswer(endpoints.signIn)}>
        {(how) => (how.kind === 'token' ? <TokenForm /> : <OpenIdForm how={how} />)}
      </Loaded>
    </main>
  );
}
