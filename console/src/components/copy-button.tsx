import { useEffect, useState } from 'react';
import { Icon } from './icon.tsx';
import './copy-button.css';
import './icon-button.css';

const shownMs = 1500;

/**
 * Copies a text, and says that it did. `what` names it: "Copy the incident's id". Browsers let only pages of secure
 * origins copy: elsewhere there is no button that would do nothing.
 */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), shownMs);
    return () => clearTimeout(timer);
  }, [copied]);
  if (!window.isSecureContext) return null;
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <button className="icon-button copy" onClick={() => void copy()} title={`Copy ${what}`} type="button">
      <Icon name={copied ? 'check' : 'copy'} size={13} />
      <span aria-live="polite" className="visually-hidden">
        {copied ? 'Copied' : `Copy ${what}`}
      </span>
    </button>
  );
}
