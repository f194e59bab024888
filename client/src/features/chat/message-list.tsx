import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ListChecks } from 'lucide-react';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationView, MessageView } from '../../engine/chat/model.js';
import { useStore } from '../../engine/use-store.js';
import { Button } from '../../ui/button.js';
import { Message } from './message.js';
import type { MessageActions } from './message-menu.js';
import { ReadWatch } from './read-watch.js';
import { rowsOf, type Row } from './rows.js';
import { timesIn, type Times } from '../../ui/times.js';
import { useMinute } from '../../ui/use-minute.js';
import styles from './message-list.module.css';

/** What a row is thought to measure before it was seen, in px. */
const ROW_PX = 56;
/** So near to the end the list follows what comes. */
const NEAR_END_PX = 80;
/** So near to the beginning older messages are fetched, and newer ones so near to an end that is not the last. */
const NEAR_START_PX = 400;

type List = Virtualizer<HTMLDivElement, HTMLDivElement>;

interface Props {
  readonly conversation: ConversationView;
  readonly actions: MessageActions;
  /** The message that somebody came for. */
  readonly targetSeq?: number | undefined;
}

/** Everything that was said, newest below. Only what is near the visible part is on the page, however long it is. */
export function MessageList({ conversation, actions, targetSeq }: Props) {
  const { t, i18n } = useTranslation();
  const messages = useStore(conversation.messages);
  const hasOlder = useStore(conversation.hasOlder);
  const hasNewer = useStore(conversation.hasNewer);
  const [firstUnreadSeq] = useState(() => messages.find(({ isOwn, status }) => !isOwn && status !== 'read')?.seq);
  const rows = useMemo(() => rowsOf(messages, { hasOlder, firstUnreadSeq }), [messages, hasOlder, firstUnreadSeq]);
  const nowMs = useMinute();
  const times = useMemo(() => timesIn(i18n.language), [i18n.language]);
  const scroller = useRef<HTMLDivElement>(null);
  // What it returns changes from within, which only React's compiler minds, and that is not in use.
  // oxlint-disable-next-line react/incompatible-library
  const list = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 6,
    anchorTo: 'end',
    followOnAppend: !hasNewer,
    scrollEndThreshold: NEAR_END_PX,
    paddingStart: 8,
    paddingEnd: 8,
  });
  useStartAtNews(list, rows);
  useFollowOwn(list, messages.at(-1), hasNewer);
  const foundSeq = useTarget(list, { rows, conversation, targetSeq });
  useReadWatch(scroller, conversation);
  useWindow(list, { conversation, rows, hasOlder, hasNewer });
  const isAtEnd = !hasNewer && list.isAtEnd(NEAR_END_PX);
  const toNewest = () => void conversation.toNewest().then(() => list.scrollToEnd());

  return (
    <div className={styles.frame}>
      <div ref={scroller} className={styles.scroller} role="log" aria-live="off" aria-label={t('chat.messages')}>
        <div className={styles.rows} style={{ blockSize: list.getTotalSize() }}>
          {list.getVirtualItems().map((item) => {
            const row = rows[item.index];
            return row === undefined ? undefined : (
              <div
                key={item.key}
                ref={list.measureElement}
                data-index={item.index}
                className={styles.row}
                data-target={row.kind === 'message' && row.message.seq === foundSeq}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <RowView row={row} times={times} nowMs={nowMs} actions={actions} />
              </div>
            );
          })}
        </div>
      </div>
      {!isAtEnd && <ToNewest conversation={conversation} onPress={toNewest} />}
    </div>
  );
}

interface RowProps {
  readonly row: Row;
  readonly times: Times;
  readonly nowMs: number;
  readonly actions: MessageActions;
}

function RowView({ row, times, nowMs, actions }: RowProps) {
  const { t } = useTranslation();
  if (row.kind === 'message')
    return <Message message={row.message} opensGroup={row.opensGroup} times={times} actions={actions} />;
  if (row.kind === 'top') return <p className={styles.top}>{t(row.hasOlder ? 'chat.older' : 'chat.beginning')}</p>;
  if (row.kind === 'topic')
    return (
      <h4 className={styles.topic}>
        <ListChecks aria-hidden="true" />
        <span className={styles.topicTitle} dir="auto">
          {t('chat.topic', { title: row.title })}
        </span>
      </h4>
    );
  if (row.kind === 'unread')
    return (
      <p className={styles.unread}>
        <span>{t('chat.unreadHere')}</span>
      </p>
    );
  const day = times.day(row.atMs, nowMs);
  return <h3 className={styles.day}>{day.kind === 'date' ? day.words : t(`chat.${day.kind}`)}</h3>;
}

interface ToNewestProps {
  readonly conversation: ConversationView;
  readonly onPress: () => void;
}

function ToNewest({ conversation, onPress }: ToNewestProps) {
  const { t } = useTranslation();
  const count = useStore(conversation.unreadCount);
  return (
    <Button className={styles.newest} size="small" icon={<ArrowDown aria-hidden="true" />} onClick={onPress}>
      {count === 0 ? t('chat.newest') : t('chat.newestCount', { count })}
    </Button>
  );
}

/** Begins where the unread begin, or at the end; once. */
function useStartAtNews(list: List, rows: readonly Row[]): void {
  const hasStarted = useRef(false);
  useLayoutEffect(() => {
    if (hasStarted.current) return;
    hasStarted.current = true;
    const unreadAt = rows.findIndex(({ kind }) => kind === 'unread');
    if (unreadAt > 0) list.scrollToIndex(unreadAt, { align: 'start' });
    else list.scrollToEnd();
  });
}

/** Whoever says something wants to see it said, which may have to be gone to first. */
function useFollowOwn(list: List, last: MessageView | undefined, hasNewer: boolean): void {
  const known = useRef(last?.key);
  useLayoutEffect(() => {
    if (last === undefined || hasNewer || last.key === known.current) return;
    known.current = last.key;
    if (last.isOwn) list.scrollToEnd();
  });
}

interface Target {
  readonly rows: readonly Row[];
  readonly conversation: ConversationView;
  readonly targetSeq: number | undefined;
}

/** Goes to the message that somebody came for, once it is there. Returns its number from then on. */
function useTarget(list: List, { rows, conversation, targetSeq }: Target): number | undefined {
  const [foundSeq, setFoundSeq] = useState<number>();
  useEffect(() => {
    let isWanted = targetSeq !== undefined;
    if (targetSeq !== undefined)
      void conversation.reach(targetSeq).then((isThere) => (isWanted && isThere ? setFoundSeq(targetSeq) : undefined));
    return () => {
      isWanted = false;
    };
  }, [conversation, targetSeq]);
  const reached = useRef<number>(undefined);
  useLayoutEffect(() => {
    if (foundSeq === undefined || foundSeq !== targetSeq || reached.current === foundSeq) return;
    const at = rows.findIndex((row) => row.kind === 'message' && row.message.seq === foundSeq);
    if (at < 0) return;
    reached.current = foundSeq;
    list.scrollToIndex(at, { align: 'center' });
  });
  return foundSeq === targetSeq ? foundSeq : undefined;
}

function useReadWatch(scroller: { readonly current: HTMLDivElement | null }, conversation: ConversationView): void {
  const watch = useRef<ReadWatch>(undefined);
  useEffect(() => {
    if (scroller.current === null) return undefined;
    const made = new ReadWatch(scroller.current, (seq) => conversation.markRead(seq));
    watch.current = made;
    return () => made.close();
  }, [scroller, conversation]);
  // After every drawing: other messages may be on the page now.
  useEffect(() => {
    watch.current?.watch(scroller.current?.querySelectorAll('[data-seq]') ?? []);
  });
}

interface Window {
  readonly conversation: ConversationView;
  readonly rows: readonly Row[];
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
}

/** Fetches more at either end when that is near, and tells what is looked at, which has to stay. */
function useWindow(list: List, { conversation, rows, hasOlder, hasNewer }: Window): void {
  useEffect(() => {
    const { scrollOffset } = list;
    const isNear = scrollOffset !== null && scrollOffset < NEAR_START_PX;
    if (isNear && hasOlder) void conversation.loadOlder();
    else if (hasNewer && list.isAtEnd(NEAR_START_PX)) void conversation.loadNewer();
    if (scrollOffset === null) return;
    const row = rows[list.getVirtualItemForOffset(scrollOffset)?.index ?? -1];
    const seq = row?.kind === 'message' ? row.message.seq : undefined;
    if (seq !== undefined) conversation.look(seq);
  });
  useEffect(() => () => conversation.look(undefined), [conversation]);
}
