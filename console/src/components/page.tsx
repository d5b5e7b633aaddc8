import { type ReactNode, useEffect } from 'react';
import { Link } from 'wouter';
import { Icon } from './icon.tsx';
import './page.css';

interface PageProps {
  /** The heading, and the name of the browser's tab. */
  readonly title: string;
  /** The list that this page belongs to. */
  readonly back?: { readonly href: string; readonly label: string };
  /** One line beneath the heading. */
  readonly lead?: ReactNode;
  /** What one can do here: buttons. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function Page({ title, back, lead, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Tourniquet`;
  }, [title]);
  return (
    <>
      <header className="page-head">
        <div className="page-title">
          {back !== undefined && (
            <Link className="page-back" href={back.href}>
              <Icon name="chevron" size={12} />
              {back.label}
            </Link>
          )}
          <h1 className="wrap-anywhere">{title}</h1>
          {lead !== undefined && <div className="page-lead">{lead}</div>}
        </div>
        {actions !== undefined && <div className="row">{actions}</div>}
      </header>
      <div className="stack page-body">{children}</div>
    </>
  );
}

interface CardProps {
  readonly title: string;
  /** Beside the heading. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a page with a heading of its own. */
export function Card({ title, aside, children }: CardProps) {
  return (
    <section className="card">
      <header className="card-head">
        <h2>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}
