import type { Routine } from '../../catalog/model.js';
import { quoteName } from '../../core/name.js';
import { formatType } from '../../sql/format-type.js';
import type { CreateFunction } from '../../sql/operation.js';
import { literal, optionName } from './sql-text.js';

const head =
  /^create\s+(?:or\s+replace\s+)?(function|procedure)\s+((?:"(?:[^"]|"")+"|[\w$]+)(?:\s*\.\s*(?:"(?:[^"]|"")+"|[\w$]+))?)/i;

/** The statement that made it, as CREATE OR REPLACE and under the name that it has now. */
export const routineText = ({ text, name }: Routine): string =>
  text.replace(head, (_, word: string) => `CREATE OR REPLACE ${word.toUpperCase()} ${quoteName(name)}`).trimEnd();

/** `public.f(integer, text)`, as DROP and GRANT name it. */
export const routineSignature = ({ name, arguments: args }: Routine): string =>
  `${quoteName(name)}(${args
    .filter(({ mode }) => mode === 'in' || mode === 'inout' || mode === 'variadic')
    .map(({ type, mode }) => (mode === 'variadic' ? `VARIADIC ${formatType(type)}` : formatType(type)))
    .join(', ')})`;

/** What ALTER FUNCTION changed since its statement, as the clauses that bring it back. */
export function alteredClauses(
  routine: Routine,
  made: Pick<CreateFunction, 'volatility' | 'security' | 'settings'>,
): readonly string[] {
  const names = new Set([...Object.keys(routine.settings), ...Object.keys(made.settings)]);
  return [
    ...(routine.volatility === made.volatility ? [] : [routine.volatility.toUpperCase()]),
    ...(routine.security === made.security ? [] : [`SECURITY ${routine.security.toUpperCase()}`]),
    ...[...names]
      .filter((name) => routine.settings[name] !== made.settings[name])
      .map((name) => settingClause(name, routine.settings[name])),
  ];
}

/** Lists of names, as `search_path` takes them, are written as they were read. */
export const settingClause = (name: string, value: string | null | undefined): string =>
  value === undefined || value === null
    ? `RESET ${optionName(name)}`
    : `SET ${optionName(name)} TO ${settingValue(name, value)}`;

const settingValue = (name: string, value: string): string =>
  name === 'search_path' ? pathText(value) : /^-?\d+(?:\.\d+)?$/.test(value) ? value : literal(value);

const pathText = (value: string): string =>
  value
    .split(',')
    .map((part) => part.trim())
    .map((part) =>
      part === '' || part === '""' ? `''` : /^[\w]+$|^".*"$/.test(part) ? part : `"${part.replaceAll('"', '')}"`,
    )
    .join(', ');

/** CREATE OR REPLACE cannot take away what callers may rely on: names and defaults of arguments, the result. */
export function mustBeMadeAnew(before: Routine, after: Routine): boolean {
  const returns = (routine: Routine): string => (routine.returns ? formatType(routine.returns) : '');
  if (returns(before) !== returns(after)) return true;
  return after.arguments.some((argument, index) => {
    const old = before.arguments[index];
    return old === undefined
      ? true
      : (argument.default !== undefined && old.default === undefined) ||
          (argument.name !== undefined && argument.name !== old.name);
  });
}
