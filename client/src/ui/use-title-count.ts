import { useEffect, useId } from 'react';

const COUNT = /^\(\d+\+?\) /u;

/** What each part of the page counts; the title shows their sum, since two that wrote it in turn would never rest. */
const counts = new Map<string, number>();
let observer: MutationObserver | undefined;

/** Puts a number before the name of the browser tab, whoever gives it that name and whenever; 0 puts none. */
export function useTitleCount(count: number): void {
  const id = useId();
  useEffect(() => {
    counts.set(id, count);
    follow();
    return () => {
      counts.delete(id);
      follow();
    };
  }, [id, count]);
}

function follow(): void {
  if (counts.size === 0) {
    observer?.disconnect();
    observer = undefined;
  } else if (observer === undefined) {
    observer = new MutationObserver(apply);
    observer.observe(document.head, { subtree: true, childList: true, characterData: true });
  }
  apply();
}

function apply(): void {
  const sum = [...counts.values()].reduce((before, count) => before + count, 0);
  const prefix = sum === 0 ? '' : `(${sum > 99 ? '99+' : sum}) `;
  const name = document.title.replace(COUNT, '');
  if (document.title !== prefix + name) document.title = prefix + name;
}
