import { useEffect } from 'react';

/** Names the browser tab for as long as the component is on the page. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
