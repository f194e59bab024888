import type { PersonView } from '../../../engine/model.js';

/** What hosts (and who renames themselves) open over the meeting; one at a time. */
export type HostDialog =
  | { readonly kind: 'remove'; readonly person: PersonView }
  | { readonly kind: 'rights'; readonly person: PersonView | undefined }
  | { readonly kind: 'timer'; readonly person: PersonView | undefined }
  | { readonly kind: 'order' }
  | { readonly kind: 'records' }
  | { readonly kind: 'password' }
  | { readonly kind: 'emergency' }
  | { readonly kind: 'rename' };
