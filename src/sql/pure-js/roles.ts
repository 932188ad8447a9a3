import type { TokenReader } from './token-reader.js';

/** A role, PUBLIC, CURRENT_USER and their kin, each as a lower-case word. */
export function readRole(reader: TokenReader): string {
  return reader.takeOneOf(['current_user', 'current_role', 'session_user']) ?? reader.name();
}

export const readRoles = (reader: TokenReader): readonly string[] => reader.list(() => readRole(reader));
