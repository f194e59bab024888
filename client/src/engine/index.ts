export { createApi, type Api } from './api.js';
export { createCall } from './create-call.js';
export { failureOf, Unreachable } from './failure.js';
export type * from './files/model.js';
export type * from './model.js';
export { Store, type Readable } from './store.js';
export { useStore } from './use-store.js';
