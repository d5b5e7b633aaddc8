import { useEffect, useState } from 'react';

const restMs = 250;

/** A text that is being typed: it is passed on when typing rests, and follows when the value changes by itself. */
export function useRestingText(value: string, onChange: (value: string) => void) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  // The address changed by itself: "back", or a link to another search.
  if (known !== value) {
    setKnown(value);
    setText(value);
  }
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text), restMs);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return [text, setText] as const;
}
