/** What the home page can set in motion; the app decides how. */
export interface HomeActions {
  /** Asks the server for a new room. Rejects with a `Refusal` when the server answered and said no. */
  readonly createRoom: () => Promise<{ readonly roomId: string }>;
  readonly onOpenRoom: (roomId: string) => void;
  /** Follows an extra link into a room. */
  readonly onOpenLink: (linkId: string) => void;
  /** Leaves for a meeting on another server. */
  readonly onOpenUrl: (url: string) => void;
}
