import type { Database } from '../../database/database.js';
import { lex } from '../../sql/lexer.js';

/** Runs a script of our own, statement by statement. */
export async function runScript(database: Database, script: string): Promise<void> {
  const { text, statements } = lex(script);
  for (const { start, end } of statements) await database.execute(text.slice(start, end));
}
