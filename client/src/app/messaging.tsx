import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { RoomId } from '#contracts';
import { createApi } from '../engine/api.js';
import type { ComingIn } from '../engine/call.js';
import type { MessengerNews, MessengerView } from '../engine/messenger/model.js';
import { callerFor } from '../engine/phone/caller.js';
import { useStore } from '../engine/use-store.js';
import { IncomingCall } from '../features/calls/incoming-call.js';
import { OutgoingCall } from '../features/calls/outgoing-call.js';
import { useAddedNews } from '../features/calls/use-added-news.js';
import { colourIdOf, titleOf } from '../features/conversations/titles.js';
import { useVoice } from '../ui/ui-root.js';
import { useTitleCount } from '../ui/use-title-count.js';
import { Inside } from './later-inside.js';
import { MeetingRoute } from './later-meeting-route.js';
import { messagingOf } from './make-messaging.js';
import type { Messaging as Parts, Shared } from './shared.js';

/** So much of a message stands in a notice. */
const NOTICE_MAX_UNITS = 200;

/** Calls of more people are not made ready for: each of them would take a line and transports for it. */
const READY_MAX_COUNT = 8;

interface Props {
  readonly shared: Shared;
}

/** What reaches somebody on whatever page they are: calls, news of conversations, and how much is unread. */
export function Messaging({ shared }: Props) {
  const parts = messagingOf(shared);
  const { messenger } = parts;
  useTitleCount(useStore(messenger.unreadCount));
  useNews(parts);
  useAddedNews(messenger.phone, useStore(messenger.self)?.identityId);
  useEntrances(messenger, shared);
  useReadiness(messenger, shared);
  return (
    <>
      <Incoming parts={parts} />
      <Outgoing messenger={messenger} />
    </>
  );
}

function Incoming({ parts: { messenger, notices } }: { readonly parts: Parts }) {
  const { t } = useTranslation();
  const [location] = useLocation();
  const [call] = useStore(messenger.phone.incoming);
  const list = useStore(messenger.list) ?? [];
  const selfId = useStore(messenger.self)?.identityId;
  const callId = call?.callId;
  const name = call === undefined ? undefined : callerFor(call, selfId).name;
  useEffect(() => {
    if (callId === undefined || name === undefined) return undefined;
    const title = t('notices.call', { name });
    return notices.show({ title, body: '', tag: callId, isUrgent: true, href: undefined, onPress: () => undefined });
  }, [notices, callId, name, t]);
  if (call === undefined) return undefined;
  const listed = list.find((one) => one.conversationId === call.conversationId);
  return (
    <IncomingCall
      key={call.callId}
      phone={messenger.phone}
      call={call}
      selfId={selfId}
      about={listed?.kind === 'group' ? titleOf(listed) : undefined}
      people={listed?.others ?? []}
      isInMeeting={location.startsWith('/m/')}
    />
  );
}

function Outgoing({ messenger }: { readonly messenger: MessengerView }) {
  const outgoing = useStore(messenger.phone.outgoing);
  const list = useStore(messenger.list) ?? [];
  if (outgoing === undefined) return undefined;
  const listed = list.find((one) => one.conversationId === outgoing.conversationId);
  return (
    <OutgoingCall
      phone={messenger.phone}
      outgoing={outgoing}
      name={listed === undefined ? '' : titleOf(listed)}
      id={listed === undefined ? outgoing.conversationId : colourIdOf(listed)}
    />
  );
}

/**
 * Gets the meeting of a call ready while it rings. Who calls is in it already, so that they are seen at once when it is
 * taken; whom it rings for has its scripts, a line and held media, and neither camera nor microphone before they press.
 */
function useReadiness({ phone, self }: MessengerView, shared: Shared): void {
  const [incoming] = useStore(phone.incoming);
  const outgoing = useStore(phone.outgoing);
  const doorId =
    incoming === undefined || incoming.callees.length > READY_MAX_COUNT ? undefined : phone.roomOf(incoming.callId);
  const ownId = outgoing?.kind === 'ringing' ? outgoing.roomId : undefined;
  const isVideo = outgoing?.media === 'video';
  const isDue = incoming !== undefined || outgoing !== undefined;
  useEffect(() => {
    if (isDue) loadMeeting().catch(() => undefined); // What cannot be fetched now is tried again when it is needed.
  }, [isDue]);
  useEffect(() => {
    if (ownId === undefined) return undefined;
    return makeReady(shared, ownId, { name: self.get()?.name ?? '', isCameraWanted: isVideo });
  }, [shared, self, ownId, isVideo]);
  useEffect(() => (doorId === undefined ? undefined : makeReady(shared, doorId, 'standby')), [shared, doorId]);
}

const loadMeeting = async () =>
  (await Promise.all([import('../engine/create-call.js'), MeetingRoute.load(), Inside.load()]))[0];

/** Returns what ends it, unless the page of the meeting has taken it over. */
function makeReady(shared: Shared, roomId: RoomId, begin: ComingIn | 'standby'): () => void {
  let end: () => void = () => undefined;
  let isOver = false;
  loadMeeting().then(
    ({ createCall }) => {
      if (isOver) return;
      end = shared.entrances.keepReady(roomId, () => createCall({ roomId, api: shared.api(createApi), begin }));
    },
    () => undefined, // As above.
  );
  return () => {
    isOver = true;
    end();
  };
}

/** Leads into the meeting of a call that was taken. */
function useEntrances(messenger: MessengerView, shared: Shared): void {
  const [, navigate] = useLocation();
  useEffect(
    () =>
      messenger.phone.onEntrance(({ roomId, media }) => {
        shared.entrances.put(roomId, { name: messenger.self.get()?.name ?? '', isCameraWanted: media === 'video' });
        navigate(`/m/${roomId}`);
      }),
    [messenger, shared, navigate],
  );
}

/** Tells of what was said in a conversation that is not on the screen: in the page, or by a notice when nobody looks at it. */
function useNews({ messenger, notices }: Parts): void {
  const { t } = useTranslation();
  const { toast } = useVoice();
  const [location, navigate] = useLocation();
  const tell = useRef<(news: MessengerNews) => void>(() => undefined);
  useEffect(() => {
    tell.current = (news) => {
      const { conversation, authorName: name, text, isMention, isMissedCall } = news;
      const href = `/c/${conversation.conversationId}`;
      const isLooking = !document.hidden && document.hasFocus();
      if (isLooking && location === href) return;
      const who = conversation.kind === 'group' ? t('notices.inGroup', { name, title: titleOf(conversation) }) : name;
      const said = isMention ? t('notices.mentioned', { name }) : who;
      const title = isMissedCall ? t('calls.missedTitle', { name }) : said;
      const body = text.slice(0, NOTICE_MAX_UNITS);
      const open = () => navigate(href);
      if (!isLooking) {
        const { conversationId: tag } = conversation;
        notices.show({ title, body, tag, isUrgent: false, href, onPress: open });
      }
      // The list shows it already.
      else if (!location.startsWith('/c'))
        toast({ title, detail: body, action: { label: t('notices.open'), onPress: open } });
    };
  });
  useEffect(() => messenger.listen((news) => tell.current(news)), [messenger]);
}
