import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** What the contracts' comments say, by place: `Timer`, `Timer.state`, `chat.send.input.key`. */
export type Remarks = ReadonlyMap<string, string>;

/** Reads the comments of everything exported from a folder of contracts, and of the fields in it. */
export function remarksOf(folder: string): Remarks {
  const remarks = new Map<string, string>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
    const text = readFileSync(join(folder, file), 'utf8');
    for (const statement of ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true).statements)
      if (ts.isVariableStatement(statement)) collectStatement(statement, remarks);
  }
  return remarks;
}

function collectStatement(statement: ts.VariableStatement, remarks: Map<string, string>): void {
  for (const { name, initializer } of statement.declarationList.declarations) {
    if (!ts.isIdentifier(name) || initializer === undefined) continue;
    const text = commentOf(statement);
    if (text !== undefined) remarks.set(name.text, text);
    collectFields(initializer, name.text, remarks);
  }
}

/** Goes down into calls and objects alike; a key with a dot is a request or event, and begins a place of its own. */
function collectFields(node: ts.Node, place: string, remarks: Map<string, string>): void {
  if (!ts.isPropertyAssignment(node)) {
    ts.forEachChild(node, (child) => collectFields(child, place, remarks));
    return;
  }
  const key = ts.isIdentifier(node.name) || ts.isStringLiteral(node.name) ? node.name.text : '';
  const inner = key.includes('.') ? key : `${place}.${key}`;
  const text = commentOf(node);
  if (text !== undefined) remarks.set(inner, text);
  collectFields(node.initializer, inner, remarks);
}

/** The sentences of a doc comment on one line; its tags are for those who read the code. */
function commentOf(node: ts.Node): string | undefined {
  const comment = ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc)?.comment;
  const text = ts.getTextOfJSDocComment(comment)?.replaceAll(/\s+/g, ' ').trim();
  return text === '' ? undefined : text;
}
