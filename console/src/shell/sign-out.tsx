import { endpoints } from '../api/endpoints.ts';
import { useSend } from '../api/queries.ts';
import { leaveLogin } from '../sign-in/come-back.ts';
import { Icon } from '../components/icon.tsx';
import '../components/icon-button.css';

/** Ends the session in this browser, and at the login that began it. */
export function SignOut() {
  const { mutate, isPending } = useSend(endpoints.session, 'DELETE');
  return (
    <button
      className="icon-button"
      disabled={isPending}
      onClick={() => mutate(undefined, { onSuccess: () => void leaveLogin() })}
      title="Sign out"
      type="button"
    >
      <Icon name="exit" />
      <span className="visually-hidden">Sign out</span>
    </button>
  );
}
