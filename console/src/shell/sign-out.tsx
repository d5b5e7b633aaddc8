import { endpoints } from '../api/endpoints.ts';
import { useSend } from '../api/queries.ts';
import { Icon } from '../components/icon.tsx';

/** Ends the session in this browser. Without configured people there is nothing to end: the next request begins one. */
export function SignOut() {
  const { mutate, isPending } = useSend(endpoints.session, 'DELETE');
  return (
    <button
      className="shell-button"
      disabled={isPending}
      onClick={() => mutate()}
      title="Sign out"
      type="button"
    >
      <Icon name="exit" />
      <span className="visually-hidden">Sign out</span>
    </button>
  );
}
