import { useCallback, useMemo, useState } from 'react';
import { useUrlState } from '../components/use-url-state.ts';
import type { Choices } from './canvas/choices.ts';
import { foldPlaybook, isPlaybook } from './fold/fold-playbook.ts';
import { hideFailures } from './hide-failures.ts';
import type { Machine } from './machine.ts';

/** How a machine is looked at, and what can be changed about it. All but what is unfolded is kept in the address. */
export interface View {
  /** As it is shown: folded or not, with or without the ways of failures. */
  readonly shown: Machine;
  /** Null: it is no playbook, so that there is nothing to fold. */
  readonly folded: boolean | null;
  readonly setFolded: (folded: boolean) => void;
  readonly failures: boolean;
  readonly setFailures: (failures: boolean) => void;
  readonly asList: boolean;
  readonly setAsList: (asList: boolean) => void;
  readonly fold: Choices['fold'];
}

export function useView(machine: Machine): View {
  const [view, setView] = useUrlState('view');
  const [failures, setFailures] = useUrlState('failures');
  const [form, setForm] = useUrlState('form');
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const playbook = isPlaybook(machine);
  const folded = playbook ? view !== 'states' : null;
  // A machine of our own is small enough to show what happens when something fails.
  const withFailures = failures === '' ? !playbook : failures === 'shown';
  const shown = useMemo(() => {
    const whole = folded === true ? foldPlaybook(machine, unfolded) : machine;
    return withFailures ? whole : hideFailures(whole);
  }, [machine, folded, unfolded, withFailures]);
  const toggle = useCallback((id: string) => setUnfolded((now) => toggleIn(now, id)), []);
  return {
    shown,
    folded,
    setFolded: (next) => setView(next ? '' : 'states'),
    failures: withFailures,
    setFailures: (next) => setFailures(next ? 'shown' : 'hidden'),
    asList: form === '' ? isNarrow() : form === 'list',
    setAsList: (next) => setForm(next ? 'list' : 'graph'),
    fold: folded === true ? { isUnfolded: (id) => unfolded.has(id), toggle } : null,
  };
}

const toggleIn = (ids: ReadonlySet<string>, id: string): ReadonlySet<string> =>
  new Set(ids.has(id) ? [...ids].filter((other) => other !== id) : [...ids, id]);

/** On a phone a drawing is too small to read: there the list comes first. */
const isNarrow = (): boolean => window.matchMedia('(width < 48rem)').matches;
