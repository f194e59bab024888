import { API_PREFIX, type AccountView, type AvatarId } from '#contracts';
import type { Account } from './account-records.js';

/** An account as its owner sees it. */
export function viewOf(account: Account): AccountView {
  const { accountId, email, name, language, avatarId, passwordHash, createdAtMs } = account;
  return {
    accountId,
    email,
    name,
    ...(language !== undefined && { language }),
    ...(avatarId !== undefined && { avatarUrl: avatarUrl(avatarId) }),
    hasPassword: passwordHash !== undefined,
    createdAtMs,
  };
}

export function avatarUrl(avatarId: AvatarId): string {
  return `${API_PREFIX}/avatars/${avatarId}`;
}
