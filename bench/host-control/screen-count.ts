/** With the host and the one who speaks, a meeting of a thousand. */
export const SCREEN_COUNT = 998;
