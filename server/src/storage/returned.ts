/** What a statement returned. TypeORM hands out an UPDATE's or a DELETE's rows with a count beside them, an INSERT's without. */
export function returned(answer: unknown): readonly unknown[] {
  const rows: readonly unknown[] = Array.isArray(answer) ? answer : [];
  return Array.isArray(rows[0]) ? rows[0] : rows;
}
