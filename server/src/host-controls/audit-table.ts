import type { AuditLog } from '#contracts';
import { moment, tableOf } from './csv.js';

/** The audit log as a table for spreadsheets. */
export function auditTableOf({ lines }: AuditLog): string {
  const header = ['time', 'act', 'by', 'to', 'detail'];
  const rows = lines.map(({ atMs, act, actorName = '', targetName = '', detail = '' }) => [
    moment(atMs),
    act,
    actorName,
    targetName,
    detail,
  ]);
  return tableOf([header, ...rows]);
}
