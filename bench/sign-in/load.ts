/** How many people sign in each second. */
export const SIGN_INS_PER_S = 50;
export const ACCOUNT_COUNT = 50;
