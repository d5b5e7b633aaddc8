import { type MouseEvent, type ReactNode, useState } from 'react';
import { bringsToken } from '../api/bearer.ts';
import { getFile } from '../api/client.ts';
import { Icon } from './icon.tsx';
import './button.css';

interface DownloadProps {
  readonly href: string;
  readonly children: ReactNode;
}

/**
 * A link that looks like a button: the browser downloads what it leads to. Where requests have to bring a token, which
 * links do not, it is fetched first.
 */
export function Download({ href, children }: DownloadProps) {
  const [error, setError] = useState<Error | null>(null);
  const follow = (event: MouseEvent) => {
    if (!bringsToken()) return;
    event.preventDefault();
    setError(null);
    getFile(href).then(save, setError);
  };
  return (
    <>
      <a className="button look-plain" download href={href} onClick={follow}>
        <Icon name="download" size={14} />
        {children}
      </a>
      {error !== null && <span role="alert">{error.message}</span>}
    </>
  );
}

function save({ blob, name }: Awaited<ReturnType<typeof getFile>>): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
