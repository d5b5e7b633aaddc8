import { type ReactNode, useId } from 'react';
import { Icon } from './icon.tsx';
import { useRestingText } from './use-resting-text.ts';
import './filters.css';

/** What narrows a list down; it is kept in the address, so that a link shows the same list. */
export const Filters = ({ children }: { readonly children: ReactNode }) => (
  <search className="filters">{children}</search>
);

interface SearchBoxProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Searches when typing rests. `/` leads here from anywhere. */
export function SearchBox({ label, value, onChange }: SearchBoxProps) {
  const [text, setText] = useRestingText(value, onChange);
  return (
    <div className="search-box">
      <Icon name="search" size={14} />
      <input
        aria-keyshortcuts="/"
        aria-label={label}
        maxLength={200}
        onChange={({ target }) => setText(target.value)}
        placeholder={`${label}  /`}
        type="search"
        value={text}
      />
    </div>
  );
}

interface TextFilterProps extends SearchBoxProps {
  readonly placeholder: string;
}

/** A short text, such as an account's number. */
export function TextFilter({ label, value, onChange, placeholder }: TextFilterProps) {
  const [text, setText] = useRestingText(value, onChange);
  return (
    <label className="select">
      {label}
      <input
        maxLength={20}
        onChange={({ target }) => setText(target.value.trim())}
        placeholder={placeholder}
        size={12}
        value={text}
      />
    </label>
  );
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

interface SelectProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** One of several values; the first choice is mostly "any", with an empty value. */
export function Select({ label, choices, value, onChange }: SelectProps) {
  const id = useId();
  return (
    <div className="select">
      <label htmlFor={id}>{label}</label>
      <select id={id} onChange={({ target }) => onChange(target.value)} value={value}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </div>
  );
}

interface ChipsProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  /** Those that are chosen, comma-separated as the API takes them; empty: any. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Any of several values, each a button that stays pressed. */
export function Chips({ label, choices, value, onChange }: ChipsProps) {
  const chosen = value.split(',');
  const toggle = (toggled: string) => {
    const next = choices.filter((choice) => chosen.includes(choice.value) !== (choice.value === toggled));
    onChange(next.map((choice) => choice.value).join(','));
  };
  return (
    <fieldset className="chips">
      <legend className="visually-hidden">{label}</legend>
      {choices.map((choice) => (
        <button
          aria-pressed={chosen.includes(choice.value)}
          className="chip"
          key={choice.value}
          onClick={() => toggle(choice.value)}
          type="button"
        >
          {choice.label}
        </button>
      ))}
    </fieldset>
  );
}
