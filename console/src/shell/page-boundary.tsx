import { Component, type ReactNode } from 'react';
import { ErrorBox } from '../components/states.tsx';

interface PageBoundaryProps {
  readonly children: ReactNode;
}

interface Failure {
  readonly error: Error | null;
}

/** Keeps a fault within its page: the navigation and the kill switch stay. A page that failed is loaded anew. */
export class PageBoundary extends Component<PageBoundaryProps, Failure> {
  override state: Failure = { error: null };

  static getDerivedStateFromError(error: Error): Failure {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <ErrorBox
        error={new Error(`This page failed: ${error.message}`)}
        onRetry={() => window.location.reload()}
      />
    );
  }
}
