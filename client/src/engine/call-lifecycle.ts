import type { Lifecycle } from '#kernel';
import type { CallState } from './model.js';

export type CallEvent = 'prepared' | 'join' | 'wait' | 'attached' | 'lose' | 'fail' | 'end' | 'restart';

/**
 * From the link to the end screen. `wait`: a host has to let one in. `lose`: the line broke. `attached`: the seat is taken, for
 * the first time or again.
 */
export const CALL_LIFECYCLE: Lifecycle<CallState['kind'], CallEvent> = {
  preparing: { prepared: 'ready', join: 'joining', fail: 'failed', end: 'over' },
  ready: { join: 'joining', fail: 'failed', end: 'over', restart: 'preparing' },
  joining: { wait: 'waiting', attached: 'joined', fail: 'failed', end: 'over' },
  waiting: { wait: 'waiting', attached: 'joined', fail: 'failed', end: 'over' },
  joined: { lose: 'reconnecting', wait: 'waiting', attached: 'joined', end: 'over' },
  reconnecting: { wait: 'waiting', attached: 'joined', end: 'over' },
  over: { restart: 'preparing' },
  failed: { restart: 'preparing' },
};
