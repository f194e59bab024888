/** Spreadsheets know by it that the text is UTF-8. Source: Unicode 16, section 23.8. */
const BYTE_ORDER_MARK = '\ufeff';

/** Gives the person a table as a file, where their browser puts such files. */
export function saveTable(table: string, name: string): void {
  const url = URL.createObjectURL(new Blob([BYTE_ORDER_MARK, table], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the address up by the end of this turn.
  setTimeout(() => URL.revokeObjectURL(url));
}
