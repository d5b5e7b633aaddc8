import { useState } from 'react';
import type { ExampleEntry } from '../../../../core/api/playbooks.ts';
import { endpoints } from '../../api/endpoints.ts';
import { useAnswer, useSend } from '../../api/queries.ts';
import { useMay } from '../../api/session.ts';
import { Button } from '../../components/button.tsx';
import { Select } from '../../components/filters.tsx';
import { ErrorBox, Loaded } from '../../components/states.tsx';
import './send-example.css';

/** Sends a finding that ships with the program, as if AWS had: the whole workflow runs, on a simulated account. */
export function SendExample() {
  const examples = useAnswer(endpoints.examples);
  if (!useMay('responder')) return null;
  return (
    <Loaded lines={1} query={examples}>
      {({ items }) => <Choose examples={items} />}
    </Loaded>
  );
}

function Choose({ examples }: { readonly examples: readonly ExampleEntry[] }) {
  const [chosen, setChosen] = useState(examples[0]?.id ?? '');
  const { mutate, isPending, isSuccess, error } = useSend<unknown, ExampleEntry['event']>(endpoints.findings);
  const example = examples.find(({ id }) => id === chosen);
  if (example === undefined) return <p>No examples ship with this server.</p>;
  return (
    <div className="send-example">
      <Select
        choices={examples.map(({ id, title }) => ({ value: id, label: title }))}
        label="Example"
        onChange={setChosen}
        value={chosen}
      />
      <Button busy={isPending} icon="play" look="main" onClick={() => mutate(example.event)}>
        Send this example finding
      </Button>
      <p className="small">
        <code>{example.type}</code>
      </p>
      {isSuccess && <output>Taken in: its incident appears in a moment.</output>}
      {error !== null && <ErrorBox error={error} />}
    </div>
  );
}
