import { quoteIdentifier, quoteLiteral, quoteName, type WrittenName } from '../../core/name.js';
import type { Options } from '../../sql/operation.js';

/** Means the same whatever `standard_conforming_strings` says. */
export const literal = (text: string): string =>
  text.includes('\\') ? `E${quoteLiteral(text.replaceAll('\\', '\\\\'))}` : quoteLiteral(text);

export const identifiers = (names: readonly string[]): string => names.map(quoteIdentifier).join(', ');

const publicOrSelf = /^(?:public|current_user|session_user|current_role)$/;

/** A role: PUBLIC and CURRENT_USER are no names. */
export const role = (name: string): string => (publicOrSelf.test(name) ? name.toUpperCase() : quoteIdentifier(name));

/** `(fillfactor = 70, security_invoker = true)`, or nothing. */
export function optionList(options: Options | undefined): string {
  const entries = Object.entries(options ?? {});
  if (entries.length === 0) return '';
  return ` WITH (${entries.map(([name, value]) => `${optionName(name)} = ${optionValue(value)}`).join(', ')})`;
}

export const optionName = (name: string): string => name.split('.').map(quoteIdentifier).join('.');

export const optionValue = (value: string): string => (/^-?[\w.]+$/.test(value) ? value : literal(value));

export const table = (name: WrittenName): string => `ALTER TABLE ${quoteName(name)}`;

export const column = (name: WrittenName, of: string): string => `${table(name)} ALTER COLUMN ${quoteIdentifier(of)}`;
