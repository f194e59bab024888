/*
 * What chat costs: messages stored per CPU-second of Postgres, in groups and one commit each; and deliveries per CPU-second
 * of the server to a thousand members of one conversation, gathered and as a plain Socket.IO broadcast. Turn by turn in one
 * run, so that a busy machine slows both alike. Prints figures and their ratios, asserts none.
 */
import { compareFanOut } from './fan-out.js';
import { compareStoring } from './storing.js';

await compareStoring();
await compareFanOut();
