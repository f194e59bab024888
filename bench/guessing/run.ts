/*
 * What guessing gains: whether answers take longer where there is a room, or where a password was nearly right; and what it
 * costs those who are in meetings, by how late the server's event loop is. Server and guessers are processes of their own.
 * Prints figures, asserts none.
 */
import { compareDoors } from './doors.js';
import { feelGuessers } from './felt.js';
import { comparePasswords } from './passwords.js';

await compareDoors();
await comparePasswords();
await feelGuessers();
