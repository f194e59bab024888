import { z } from 'zod';

/** A room: what a link names. It outlives its meetings. The id is the link's secret, so it is random (v4), never ordered. */
export const RoomId = z.uuid().brand<'RoomId'>();
export type RoomId = z.output<typeof RoomId>;

/** One run of a room, from the first person in to the last one out. */
export const MeetingId = z.uuid().brand<'MeetingId'>();
export type MeetingId = z.output<typeof MeetingId>;

/** A seat in one meeting. It survives lost sockets, reloads and a server's death. */
export const ParticipantId = z.uuid().brand<'ParticipantId'>();
export type ParticipantId = z.output<typeof ParticipantId>;

/** Who somebody is across meetings: a guest's device. Proven by a token, never claimed in a message. */
export const IdentityId = z.uuid().brand<'IdentityId'>();
export type IdentityId = z.output<typeof IdentityId>;

/** One participant's pair of transports on one media host. A new one replaces it when its worker or host is lost. */
export const MediaSessionId = z.uuid().brand<'MediaSessionId'>();
export type MediaSessionId = z.output<typeof MediaSessionId>;

export const TransportId = z.uuid().brand<'TransportId'>();
export type TransportId = z.output<typeof TransportId>;

/** Chosen by the publishing browser, so that a repeated request finds its own earlier effect. */
export const ProducerId = z.uuid().brand<'ProducerId'>();
export type ProducerId = z.output<typeof ProducerId>;

/** Chosen by the server. */
export const ConsumerId = z.uuid().brand<'ConsumerId'>();
export type ConsumerId = z.output<typeof ConsumerId>;

/** A media host, by its configured or generated name; the same across restarts of its process. */
export const HostId = z.uuid().brand<'HostId'>();
export type HostId = z.output<typeof HostId>;
