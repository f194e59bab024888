import type { Patch } from '../patch.ts';
import { estimates } from './estimates.ts';
import { handshake } from './handshake.ts';
import { keyFrames } from './key-frames.ts';
import { outages } from './outages.ts';
import { segments } from './segments.ts';

/** All corrections of the worker's source, in the order in which those of one file are applied. */
export const patches: readonly Patch[] = [...handshake, ...keyFrames, ...outages, ...estimates, ...segments];
