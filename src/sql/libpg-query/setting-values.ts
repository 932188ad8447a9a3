import { scalarText } from './literals.js';

/** The values of SET, joined by `, `; `null` for DEFAULT and RESET. FROM CURRENT is that text. */
export function settingValue(node: any): string | null {
  if (node.kind === 'VAR_SET_CURRENT') return 'FROM CURRENT';
  return node.kind === 'VAR_SET_VALUE' ? (node.args ?? []).map(scalarText).join(', ') : null;
}

/** Lower case; `all` for RESET ALL. */
export const settingName = (node: any): string =>
  node.kind === 'VAR_RESET_ALL' ? 'all' : String(node.name ?? '').toLowerCase();

/** The SET and RESET clauses among a routine's wrapped DefElem nodes. */
export const routineSettings = (options: readonly any[] | undefined): Readonly<Record<string, string | null>> =>
  Object.fromEntries(
    (options ?? [])
      .filter(({ DefElem: option }) => option.defname === 'set')
      .map(({ DefElem: option }) => option.arg.VariableSetStmt)
      .map((clause) => [settingName(clause), settingValue(clause)]),
  );
