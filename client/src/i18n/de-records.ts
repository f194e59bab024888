import type { enRecords } from './en-records.js';
import type { Wording } from './messages.js';

/** What is kept of a room's meetings, in German. */
export const deRecords: Wording<typeof enRecords> = {
  records: {
    open: 'Anwesenheit und Protokoll',
    title: 'Anwesenheit und Protokoll',
    about: 'Wer da war, wie lange, und was die Leitung getan hat. Die Dateien öffnet jede Tabellenkalkulation.',
    loading: 'Wird geladen …',
    failed: 'Das ließ sich nicht laden',
    failedBody: 'Nur wer den Raum besitzt oder leitet, darf es sehen. Sonst prüfen Sie die Verbindung.',
    meetings: 'Meetings',
    none: 'Noch keine Meetings',
    noneBody: 'Hier steht jedes Meeting dieses Raums, von ihrem Beginn an.',
    now: 'Jetzt',
    people_one: '{{count}} Person',
    people_other: '{{count}} Personen',
    attendance: 'Anwesenheit',
    log: 'Protokoll',
    saveAttendance: 'Anwesenheit vom {{when}} herunterladen',
    saveLog: 'Protokoll vom {{when}} herunterladen',
    saved: '{{file}} heruntergeladen',
    saveFailed: 'Die Datei ließ sich nicht herunterladen',
    bans: 'Ausgesperrte Konten',
    noBans: 'Niemand ist aus diesem Raum ausgesperrt.',
    bannedOn: 'Seit {{when}}',
    lift: 'Sperre aufheben',
    liftFor: 'Sperre von {{name}} aufheben',
    lifted: '{{name}} darf wieder hereinkommen',
  },
};
