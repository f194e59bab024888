export { backoffMs, type BackoffOptions } from './backoff.js';
export { ManualClock, systemClock, type Clock } from './clock.js';
export { canStep, IllegalStep, step, type Lifecycle } from './lifecycle.js';
export { Listeners } from './listeners.js';
export { silentLog, type Log, type LogFields } from './log.js';
export { TaskQueue } from './queue.js';
export { Settler } from './settler.js';
export { SharedTask } from './shared-task.js';
export { atMsOf, changesOf, isZone, offsetMsOf, wallMsOf } from './zone.js';
