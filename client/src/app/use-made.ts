import { useState } from 'react';

/** Something made once for as long as the component is on the page. */
export function useMade<T>(make: () => T): T {
  const [made] = useState(make);
  return made;
}
