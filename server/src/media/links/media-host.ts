import type { Asked, HostId, MediaControlEvents, MediaControlRequests, MeetingId, Output, Payload } from '#contracts';

export type ControlRequest = keyof MediaControlRequests;

/** One start of one media host, for as long as it can be reached. A host that starts anew is another object. */
export interface MediaHost {
  readonly hostId: HostId;
  /** False for good once it is given up: what it carried is lost to us. */
  readonly isUp: boolean;
  /**
   * Waits out a short break of the connection.
   *
   * @throws {Refusal} what the host refused with; `media-unavailable` when it did not answer, or is gone.
   */
  ask<K extends ControlRequest>(
    name: K,
    input: Asked<MediaControlRequests, K>,
  ): Promise<Output<MediaControlRequests, K>>;
}

/** What is heard of media hosts. */
export type HostNews =
  /** Connected, or connected again: facts may have been missed, so what it carries must be looked through. */
  | { readonly kind: 'host.up'; readonly host: MediaHost; readonly meetingIds: readonly MeetingId[] }
  | { readonly kind: 'host.gone'; readonly host: MediaHost }
  | ({ readonly kind: 'sessions.lost'; readonly host: MediaHost } & Payload<MediaControlEvents, 'sessions.lost'>)
  /** It ends soon, and is given no more meetings. */
  | { readonly kind: 'host.draining'; readonly host: MediaHost }
  /** They want new transports, on this host or another, before their worker ends. */
  | ({ readonly kind: 'sessions.leaving'; readonly host: MediaHost } & Payload<MediaControlEvents, 'sessions.leaving'>)
  | ({ readonly kind: 'relays.lost'; readonly host: MediaHost } & Payload<MediaControlEvents, 'relays.lost'>)
  | ({ readonly kind: 'streams.changed'; readonly host: MediaHost } & Payload<MediaControlEvents, 'streams.changed'>)
  | ({ readonly kind: 'room.speaking'; readonly host: MediaHost } & Payload<MediaControlEvents, 'room.speaking'>);
