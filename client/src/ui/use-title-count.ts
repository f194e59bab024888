import { useEffect } from 'react';

const COUNT = /^\(\d+\+?\) /u;

/** Puts a number before the name of the browser tab, whoever gives it that name and whenever; 0 puts none. */
export function useTitleCount(count: number): void {
  useEffect(() => {
    const prefix = count === 0 ? '' : `(${count > 99 ? '99+' : count}) `;
    const apply = () => {
      const name = document.title.replace(COUNT, '');
      if (document.title !== prefix + name) document.title = prefix + name;
    };
    apply();
    const observer = new MutationObserver(apply);
    observer.observe(document.head, { subtree: true, childList: true, characterData: true });
    return () => {
      observer.disconnect();
      document.title = document.title.replace(COUNT, '');
    };
  }, [count]);
}
