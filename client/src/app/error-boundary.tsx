import { Component, type ReactNode } from 'react';

interface Props {
  /** Shown in place of the page that broke. */
  readonly fallback: ReactNode;
  readonly children: ReactNode;
}

interface State {
  readonly hasBroken: boolean;
}

/**
 * Catches what a page throws while it draws, a script that could not be fetched included. A class, since React offers
 * this in no other form. React itself reports the error to the console.
 */
export class ErrorBoundary extends Component<Props, State> {
  override readonly state: State = { hasBroken: false };

  static getDerivedStateFromError(): State {
    return { hasBroken: true };
  }

  override render(): ReactNode {
    return this.state.hasBroken ? this.props.fallback : this.props.children;
  }
}
