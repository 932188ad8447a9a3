import type { Options } from '../operation.js';

/** The text of a constant, a type name used as a word (`off`), a cast constant or a list of them; '' for anything else. */
export function scalarText(node: any): string {
  if (node?.A_Const) return constantText(node.A_Const);
  if (node?.String) return node.String.sval ?? '';
  if (node?.Integer) return String(node.Integer.ival ?? 0);
  if (node?.Float) return node.Float.fval ?? '';
  if (node?.Boolean) return String(node.Boolean.boolval ?? false);
  if (node?.TypeName) return scalarText(node.TypeName.names?.at(-1));
  if (node?.TypeCast) return scalarText(node.TypeCast.arg);
  if (node?.List) return (node.List.items ?? []).map(scalarText).join(', ');
  return '';
}

function constantText(constant: any): string {
  if (constant.sval) return constant.sval.sval ?? '';
  if (constant.ival) return String(constant.ival.ival ?? 0);
  if (constant.fval) return constant.fval.fval ?? '';
  if (constant.boolval) return String(constant.boolval.boolval ?? false);
  return '';
}

const falseWords = new Set(['false', 'off', '0', 'no', 'f', 'n']);

/** A boolean option as PostgreSQL reads it: named alone it is on. */
export const isOn = (option: any): boolean =>
  option.arg === undefined || !falseWords.has(scalarText(option.arg).toLowerCase());

/** The option of that name, bare, in a list of wrapped DefElem nodes; the last one counts. */
export const optionNamed = (options: readonly any[] | undefined, name: string): any =>
  (options ?? []).map((option) => option.DefElem).findLast((option) => option?.defname === name);

export const hasOption = (options: readonly any[] | undefined, name: string): boolean => {
  const option = optionNamed(options, name);
  return option !== undefined && isOn(option);
};

export const optionName = ({ defnamespace, defname }: any): string =>
  (defnamespace ? `${defnamespace}.${defname}` : defname).toLowerCase();

/** `WITH (…)` as a record; a bare option is `true`. */
export const lowerOptions = (options: readonly any[] | undefined): Options =>
  Object.fromEntries(
    (options ?? []).map(({ DefElem: option }) => [optionName(option), option.arg ? scalarText(option.arg) : 'true']),
  );

/** The strings of a list of String nodes. */
export const strings = (list: readonly any[] | undefined): readonly string[] =>
  (list ?? []).map((item) => item.String?.sval ?? '');
