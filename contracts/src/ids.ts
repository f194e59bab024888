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

/** Who somebody is across meetings: a guest's device, or an account. Proven by a token, never claimed in a message. */
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

/** Chosen by the server: one stream on its way from one media host to another. */
export const RelayId = z.uuid().brand<'RelayId'>();
export type RelayId = z.output<typeof RelayId>;

/** Somebody's account. The same UUID is its `IdentityId`. */
export const AccountId = z.uuid().brand<'AccountId'>();
export type AccountId = z.output<typeof AccountId>;

/** One place where an account is signed in; it outlives the tokens that are issued for it. */
export const SessionId = z.uuid().brand<'SessionId'>();
export type SessionId = z.output<typeof SessionId>;

/** One picture; another picture has another id, so that it may be cached for good. */
export const AvatarId = z.uuid().brand<'AvatarId'>();
export type AvatarId = z.output<typeof AvatarId>;

/** Somebody's place among a room's members. */
export const MemberId = z.uuid().brand<'MemberId'>();
export type MemberId = z.output<typeof MemberId>;

/** A way into a room that can be taken back. The id is the link's secret, so it is random (v4), never ordered. */
export const LinkId = z.uuid().brand<'LinkId'>();
export type LinkId = z.output<typeof LinkId>;

/** An account that is kept out of a room. */
export const BanId = z.uuid().brand<'BanId'>();
export type BanId = z.output<typeof BanId>;

/** A file that somebody sends into a conversation. Random, and of no use without the right to read that conversation. */
export const FileId = z.uuid().brand<'FileId'>();
export type FileId = z.output<typeof FileId>;

/** A scheduled meeting, single or a series. */
export const ScheduleId = z.uuid().brand<'ScheduleId'>();
export type ScheduleId = z.output<typeof ScheduleId>;
