import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ConnectionFigures, LocalFigures } from '../../../engine/insight/model.js';
import type { FigureWords } from './figure-words.js';
import styles from './insight.module.css';

interface SentProps {
  readonly sent: ConnectionFigures['sent'][number];
  readonly local: LocalFigures | undefined;
  readonly words: FigureWords;
  readonly isSelf: boolean;
}

/** A stream on its way to the server. */
export function Sent({ sent, local, words, isSelf }: SentProps) {
  const { t } = useTranslation();
  if (sent.isPaused) return <Stream source={sent.source} rows={[]} remark={t('connection.paused')} />;
  const { arrivingCount, layerCounts } = sent;
  const rows: Rows = [
    [t('connection.bitrate'), words.rate(sent.bitrateBps)],
    [t('connection.loss'), words.share(sent.lossRatio)],
    [t('connection.jitter'), words.duration(sent.jitterMs)],
    ...roundTrip(t('connection.roundTrip'), sent.roundTripMs, words),
    ...pictureRows(t, local, words),
    ...(layerCounts.spatial > 1
      ? [
          [
            t('connection.sizesSent'),
            t('connection.ofCount', { count: arrivingCount, all: layerCounts.spatial }),
          ] as const,
        ]
      : []),
    [t('connection.codec'), sent.codec.replace(/^\w+\//, '')],
    [t('connection.score'), t('connection.scoreValue', { score: sent.score })],
  ];
  const remark = sentRemark(sent.limit, local, isSelf);
  return <Stream source={sent.source} rows={rows} remark={remark === undefined ? undefined : t(remark)} />;
}

/** What this browser knows of itself says more than what the server sees of it. */
function sentRemark(limit: SentProps['sent']['limit'], local: LocalFigures | undefined, isSelf: boolean) {
  if (local?.limitedBy !== undefined) return `connection.limitSelf.${local.limitedBy}` as const;
  if (limit !== 'sender-path' && limit !== 'sender-sends-less') return undefined;
  return isSelf ? (`connection.limitSelf.${limit}` as const) : (`connection.limit.${limit}` as const);
}

interface ReceivedProps {
  readonly received: ConnectionFigures['received'][number];
  readonly local: LocalFigures | undefined;
  readonly sizeCount: number;
  readonly words: FigureWords;
}

/** A stream on its way from the server. */
export function Received({ received, local, sizeCount, words }: ReceivedProps) {
  const { t } = useTranslation();
  const { source, state, limit, layers } = received;
  if (state !== 'flowing') return <Stream source={source} rows={[]} remark={t(`connection.state.${state}`)} />;
  const rows: Rows = [
    [t('connection.bitrate'), words.rate(received.bitrateBps)],
    [t('connection.loss'), words.share(received.lossRatio)],
    ...(local?.jitterMs === undefined ? [] : [[t('connection.jitter'), words.duration(local.jitterMs)] as const]),
    ...roundTrip(t('connection.roundTrip'), received.roundTripMs, words),
    ...pictureRows(t, local, words),
    ...(layers === undefined || sizeCount === 1
      ? []
      : [
          [
            t('connection.sizeReceived'),
            t('connection.ofCount', { count: layers.spatial + 1, all: sizeCount }),
          ] as const,
        ]),
    [t('connection.score'), t('connection.scoreValue', { score: received.score })],
  ];
  return (
    <Stream source={source} rows={rows} remark={limit === undefined ? undefined : t(`connection.limit.${limit}`)} />
  );
}

type Rows = readonly (readonly [name: string, value: string])[];

function roundTrip(name: string, roundTripMs: number | undefined, words: FigureWords): Rows {
  return roundTripMs === undefined ? [] : [[name, words.duration(roundTripMs)]];
}

function pictureRows(t: TFunction, local: LocalFigures | undefined, words: FigureWords): Rows {
  if (local?.widthPx === undefined || local.heightPx === undefined) return [];
  const size = { width: local.widthPx, height: local.heightPx };
  const value =
    local.framesPerSecond === undefined
      ? t('connection.pictureValue', size)
      : t('connection.pictureRate', { ...size, rate: words.whole(local.framesPerSecond) });
  return [[t('connection.picture'), value]];
}

interface StreamProps {
  readonly source: LocalFigures['source'];
  readonly rows: Rows;
  readonly remark: string | undefined;
}

function Stream({ source, rows, remark }: StreamProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.stream}>
      <h4 className={styles.source}>{t(`connection.${source}`)}</h4>
      {rows.length > 0 && (
        <dl className={styles.rows}>
          {rows.map(([name, value]) => (
            <div key={name} className={styles.row}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {remark !== undefined && <p className={styles.note}>{remark}</p>}
    </div>
  );
}
