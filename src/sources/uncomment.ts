import type { Span } from '../core/span.js';
import { blank } from './blank.js';

// What a statement can begin with; a comment line that begins otherwise is prose.
const statementStart = new RegExp(
  '^(?:(?:DROP|CREATE|ALTER|COMMENT ON|GRANT|REVOKE|INSERT INTO|DELETE FROM|TRUNCATE|REINDEX|REFRESH MATERIALIZED' +
    '|SECURITY LABEL|REASSIGN|DECLARE|VALIDATE|VACUUM|ANALYZE|LOCK|CALL|COPY|MERGE INTO|NOTIFY|EXECUTE|PERFORM)\\b' +
    '|UPDATE\\s+(?:ONLY\\s+)?[\\w."]+\\s*(?:AS\\s+\\w+\\s*)?(?:SET\\b|$)|SELECT\\b|WITH\\s+[\\w",\\s]+\\bAS\\b|SET\\s+\\w' +
    '|RESET\\s+\\w|DO\\s*(?:\\$|LANGUAGE)|(?:BEGIN|COMMIT|ROLLBACK|END|START TRANSACTION)\\b[\\w\\s]*;|IMPORT FOREIGN)',
  'i',
);
// «Drop the new column» begins like a statement; the words after these name a kind of object.
const objectStatement = /^(?:DROP|CREATE|ALTER)\b/i;
const objectKind =
  /^(?:DROP|CREATE|ALTER)\s+(?:OR\s+REPLACE\s+)?(?:(?:GLOBAL|LOCAL|TEMP|TEMPORARY|UNLOGGED|UNIQUE|MATERIALIZED|FOREIGN|EVENT|CONSTRAINT|RECURSIVE|DEFAULT|TRUSTED|PROCEDURAL)\s+)*(?:TABLE|INDEX|VIEW|SEQUENCE|FUNCTION|PROCEDURE|ROUTINE|AGGREGATE|TRIGGER|POLICY|TYPE|DOMAIN|SCHEMA|EXTENSION|ROLE|USER|GROUP|DATABASE|PUBLICATION|SUBSCRIPTION|RULE|COLLATION|CAST|OPERATOR|SERVER|STATISTICS|PRIVILEGES|LANGUAGE|OWNED|SYSTEM|DATA\s+WRAPPER|TEXT\s+SEARCH|ACCESS\s+METHOD|CONVERSION|TABLESPACE|TRANSFORM|LARGE\s+OBJECT)\b/i;
// Written for the section, whether as deep in comments as its SQL or deeper.
const isSuppression = /^\s*(?:--\s*)+pgairlock-disable/;
// Prose begins with a capital letter, SQL with a word in one case.
const capitalised = /^[A-Z][a-z]/;

interface Line {
  readonly text: string;
  readonly newline: string;
}

const toLines = (text: string): readonly Line[] =>
  [...text.matchAll(/([^\r\n]*)(\r\n?|\n|$)/g)].map(([, line = '', newline = '']) => ({ text: line, newline }));

/** Whether anything but comments and white space is there. Strings that hold `--` only ever make it say yes. */
export const hasLiveSql = (text: string): boolean =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split(/\r\n?|\n/)
    .some((line) => line.trim() !== '' && !line.trim().startsWith('--'));

/**
 * The SQL of a section in which every line is a comment: the comment marks and the lines of prose are blanked, so that
 * the result has the length of `source`. A line is prose where no statement is open and it does not begin one.
 */
export function uncomment(source: string, section: Span): string {
  let open = '';
  let output = blank(source.slice(0, section.start));
  for (const line of toLines(source.slice(section.start, section.end))) {
    const sql = withoutMark(line.text);
    const isSql = open === '' ? beginsStatement(sql.trim()) : true;
    output +=
      (isSuppression.test(line.text) ? suppressionOf(line.text) : isSql ? sql : blank(line.text)) + line.newline;
    if (!isSql || isSuppression.test(line.text)) continue;
    open = isComplete(`${open}${sql}\n`) ? '' : `${open}${sql}\n`;
  }
  return output + blank(source.slice(section.end));
}

/** The line with its last comment mark alone, so that it still is a comment. */
const suppressionOf = (line: string): string => line.replace(/(?:--\s*)+(?=--)/, blank);

/** Blanks a line's first `-- `, or the edges of a block comment. A comment inside the comment stays one. */
const withoutMark = (line: string): string => line.replace(/^\s*--|\/\*+|\*+\//g, blank);

const beginsStatement = (line: string): boolean =>
  !capitalised.test(line) && statementStart.test(line) && (!objectStatement.test(line) || objectKind.test(line));

/** Ends with a semicolon outside dollar quotes and a trailing comment. */
function isComplete(statement: string): boolean {
  const tags = statement.match(/\$(?:[A-Za-z_]\w*)?\$/g) ?? [];
  const bare = statement.replace(/--[^\r\n]*/g, '').trimEnd();
  return tags.length % 2 === 0 && bare.endsWith(';');
}
