import type { ReactNode } from 'react';
import './fact.css';

interface FactProps {
  readonly name: string;
  readonly children: ReactNode;
}

/** One line of a list of facts (`<dl className="facts">`). */
export const Fact = ({ name, children }: FactProps) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);
