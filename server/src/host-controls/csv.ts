/** Rows as a table for spreadsheets. Source: RFC 4180. */
export function tableOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** Nothing for a moment that has not come. */
export function moment(atMs: number | undefined): string {
  return atMs === undefined ? '' : new Date(atMs).toISOString();
}

/** A name that begins like a formula would be run by the spreadsheet that opens it. Source: OWASP, "CSV Injection". */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
