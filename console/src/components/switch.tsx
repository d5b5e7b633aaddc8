import './switch.css';

interface SwitchProps {
  readonly label: string;
  readonly choices: readonly {
    readonly label: string;
    readonly chosen: boolean;
    readonly choose: () => void;
  }[];
}

/** Buttons of which one is pressed. */
export const Switch = ({ label, choices }: SwitchProps) => (
  <fieldset className="switch">
    <legend className="visually-hidden">{label}</legend>
    {choices.map((choice) => (
      <button aria-pressed={choice.chosen} key={choice.label} onClick={choice.choose} type="button">
        {choice.label}
      </button>
    ))}
  </fieldset>
);
